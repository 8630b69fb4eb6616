/** The plots of ticket times. This module, with ECharts in it, is loaded when a plot is to be drawn. */
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { spanText } from './spans'

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer])

export interface TimesSeries {
  name: string
  /** Seconds; null where nothing happened. */
  values: (number | null)[]
  isLine?: boolean
  stack?: string
}
export interface TimesPlotData {
  labels: string[]
  series: TimesSeries[]
}

// Told apart by lightness too, for eyes that do not tell hues.
const COLORS = ['#e0883b', '#1d56a8', '#0d7047', '#8f2c0e']

export function drawPlot(box: HTMLElement, data: TimesPlotData): ECharts {
  const chart = init(box, null, { renderer: 'svg' })
  setData(chart, data)
  return chart
}

export function setData(chart: ECharts, { labels, series }: TimesPlotData): void {
  const text = { color: '#57524b', fontSize: 12 }
  chart.setOption(
    {
      aria: { enabled: true },
      animation: false,
      color: COLORS,
      grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 12, textStyle: text },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true, valueFormatter: (seconds: unknown) => (seconds === null || seconds === undefined ? '–' : spanText(Number(seconds))) },
      xAxis: { type: 'category', data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: '#a39c90' } }, axisLabel: { ...text, hideOverlap: true } },
      yAxis: { type: 'value', splitNumber: 4, minInterval: 30, axisLabel: { ...text, formatter: spanText }, splitLine: { lineStyle: { color: '#ebe7e0' } } },
      series: series.map(({ name, values, isLine, stack }) => (isLine ? { type: 'line', name, data: values, symbolSize: 6 } : { type: 'bar', name, stack, data: values, barMaxWidth: 36 })),
    },
    { notMerge: true },
  )
}
