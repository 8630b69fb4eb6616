import type { EChartsCoreOption } from 'echarts/core'
import { AXIS_LINE, COLORS, LEGEND, SPLIT_LINE, TEXT, type ColumnsPlot } from './plotShapes'

/** Columns side by side or on each other, and lines over them, from day to day or place to place. */
export const columnsOption = ({ labels, series, text, axisText = text, step, onPick }: ColumnsPlot): EChartsCoreOption => ({
  color: COLORS,
  grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
  legend: LEGEND,
  tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true, valueFormatter: (value: unknown) => (value === null || value === undefined ? '–' : text(Number(value))) },
  xAxis: { type: 'category', data: labels, axisTick: { show: false }, axisLine: AXIS_LINE, axisLabel: { ...TEXT, hideOverlap: true } },
  yAxis: {
    type: 'value',
    min: step ? 0 : undefined,
    splitNumber: 4,
    minInterval: 1,
    ...(step && { interval: step, max: ({ max }: { max: number }) => Math.max(1, Math.ceil(max / step)) * step }),
    axisLabel: { ...TEXT, formatter: axisText },
    splitLine: SPLIT_LINE,
  },
  series: series.map(({ name, values, color, isLine, stack }) =>
    isLine ? { type: 'line', name, color, data: values, symbolSize: 6 } : { type: 'bar', name, color, stack, data: values, barMaxWidth: 36, cursor: onPick ? 'pointer' : 'default' },
  ),
})
