/** The plots of food cost. This module, with ECharts in it, is loaded when a plot is to be drawn. */
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { barsOption } from './barsOption'
import type { Plot } from './plotShapes'
import { stepsOption } from './stepsOption'
import { trendOption } from './trendOption'

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer])

export function drawPlot(box: HTMLElement, plot: Plot): ECharts {
  const chart = init(box, null, { renderer: 'svg' })
  setPlot(chart, plot)
  return chart
}

export function setPlot(chart: ECharts, plot: Plot): void {
  const fontFamily = getComputedStyle(document.body).fontFamily
  const option = plot.kind === 'bars' ? barsOption(plot) : plot.kind === 'steps' ? stepsOption(plot) : trendOption(plot)
  chart.setOption({ textStyle: { fontFamily }, aria: { enabled: true }, animation: false, ...option }, { notMerge: true })
  chart.off('click')
  if (plot.kind === 'bars' && plot.onPick) chart.on('click', (event) => plot.onPick!(event.dataIndex ?? 0))
}
