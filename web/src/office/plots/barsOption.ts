import type { EChartsCoreOption } from 'echarts/core'
import { AXIS_LINE, LEGEND, SPLIT_LINE, TEXT, type BarsPlot } from './plotShapes'

const HATCHED = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: 'rgb(255 255 255 / 55%)' }

/** Horizontal bars in parts, the first on top. */
export const barsOption = ({ labels, series, axisText }: BarsPlot): EChartsCoreOption => ({
  grid: { left: 8, right: 24, top: 36, bottom: 4, containLabel: true },
  legend: LEGEND,
  tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
  xAxis: { type: 'value', splitNumber: 5, axisLabel: { ...TEXT, formatter: axisText, hideOverlap: true }, splitLine: SPLIT_LINE },
  yAxis: {
    type: 'category',
    inverse: true,
    data: labels,
    axisTick: { show: false },
    axisLine: { ...AXIS_LINE, onZero: true },
    axisLabel: { ...TEXT, width: 176, overflow: 'truncate', interval: 0 },
  },
  series: series.map(({ name, color, stack, values, texts, isHatched }) => ({
    type: 'bar',
    name,
    stack,
    stackStrategy: 'samesign',
    data: values,
    color,
    itemStyle: isHatched ? { decal: HATCHED } : undefined,
    barMaxWidth: 20,
    cursor: 'pointer',
    tooltip: { valueFormatter: (_: unknown, place: number) => texts[place] ?? '' },
  })),
})
