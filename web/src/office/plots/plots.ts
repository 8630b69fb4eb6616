/** The plots of the office. This module, with ECharts in it, is loaded when a plot is to be drawn. */
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { barsOption } from './barsOption'
import { columnsOption } from './columnsOption'
import type { Plot } from './plotShapes'
import { stepsOption } from './stepsOption'
import { trendOption } from './trendOption'

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer])

export function drawPlot(box: HTMLElement, plot: Plot): ECharts {
  const chart = init(box, null, { renderer: 'svg' })
  setPlot(chart, plot)
  return chart
}

function optionOf(plot: Plot): EChartsCoreOption {
  switch (plot.kind) {
    case 'bars':
      return barsOption(plot)
    case 'steps':
      return stepsOption(plot)
    case 'trend':
      return trendOption(plot)
    case 'columns':
      return columnsOption(plot)
  }
}

export function setPlot(chart: ECharts, plot: Plot): void {
  const fontFamily = getComputedStyle(document.body).fontFamily
  chart.setOption({ textStyle: { fontFamily }, aria: { enabled: true }, animation: false, ...optionOf(plot) }, { notMerge: true })
  chart.off('click')
  if ('onPick' in plot && plot.onPick) chart.on('click', (event) => plot.onPick!(event.dataIndex ?? 0, event.seriesIndex ?? 0))
}
