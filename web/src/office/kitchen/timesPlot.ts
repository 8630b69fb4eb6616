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

/** From one line of the axis to the next, in seconds that people count in: a minute, five, not two hundred seconds. */
const STEPS = [15, 30, 60, 120, 300, 600, 900, 1800, 3600]
const MOST_LINES = 6

export function stepOf(highest: number): number {
  return STEPS.find((step) => highest / step <= MOST_LINES) ?? Math.ceil(highest / MOST_LINES / 3600) * 3600
}

/** The top of the plot: stacked values stand on each other. */
function highestOf({ labels, series }: TimesPlotData): number {
  const alone = series.filter((one) => !one.stack).flatMap((one) => one.values.map((value) => value ?? 0))
  const stacked = labels.map((_, place) => series.reduce((sum, one) => sum + (one.stack ? (one.values[place] ?? 0) : 0), 0))
  return Math.max(0, ...alone, ...stacked)
}

export function drawPlot(box: HTMLElement, data: TimesPlotData): ECharts {
  const chart = init(box, null, { renderer: 'svg' })
  setData(chart, data)
  return chart
}

export function setData(chart: ECharts, plot: TimesPlotData): void {
  const { labels, series } = plot
  const step = stepOf(highestOf(plot))
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
      yAxis: { type: 'value', min: 0, interval: step, max: ({ max }: { max: number }) => Math.max(1, Math.ceil(max / step)) * step, axisLabel: { ...text, formatter: spanText }, splitLine: { lineStyle: { color: '#ebe7e0' } } },
      series: series.map(({ name, values, isLine, stack }) => (isLine ? { type: 'line', name, data: values, symbolSize: 6 } : { type: 'bar', name, stack, data: values, barMaxWidth: 36 })),
    },
    { notMerge: true },
  )
}
