/** The plot of sales by day and store. This module, with ECharts in it, is loaded when a plot is to be drawn. */
import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer])

export interface PlotSeries {
  name: string
  values: number[]
}
export interface PlotData {
  days: string[]
  dayLabels: string[]
  series: PlotSeries[]
  /** Minor units as people write them. */
  money: (amount: number) => string
  onPick: (series: number, day: number) => void
}

// Told apart by lightness too, for eyes that do not tell hues.
const COLORS = ['#1d56a8', '#e0883b', '#0d7047', '#8f6bc0', '#c9a227', '#5ba3c7', '#b3564a', '#7a8b3c', '#c77ba6', '#3f4f63', '#9c7a53', '#6f6a62']

export function drawPlot(box: HTMLElement, data: PlotData): ECharts {
  const chart = init(box, null, { renderer: 'svg' })
  setData(chart, data)
  return chart
}

export function setData(chart: ECharts, { dayLabels, series, money, onPick }: PlotData): void {
  const fontFamily = getComputedStyle(document.body).fontFamily
  const text = { color: '#57524b', fontSize: 12 }
  chart.setOption(
    {
      textStyle: { fontFamily },
      aria: { enabled: true },
      animation: false,
      color: COLORS,
      grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 12, textStyle: text },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true, valueFormatter: (amount: unknown) => money(Number(amount)) },
      xAxis: { type: 'category', data: dayLabels, axisTick: { show: false }, axisLine: { lineStyle: { color: '#a39c90' } }, axisLabel: { ...text, hideOverlap: true } },
      yAxis: { type: 'value', splitNumber: 4, axisLabel: { ...text, formatter: (amount: number) => money(amount).replace(/[.,]00$/, '') }, splitLine: { lineStyle: { color: '#ebe7e0' } } },
      series: series.map(({ name, values }) => ({ type: 'bar', name, stack: 'all', data: values, barMaxWidth: 36, cursor: 'pointer' })),
    },
    { notMerge: true },
  )
  chart.off('click')
  chart.on('click', (event) => onPick(event.seriesIndex ?? 0, event.dataIndex ?? 0))
}
