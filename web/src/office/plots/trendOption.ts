import type { EChartsCoreOption } from 'echarts/core'
import { AXIS_LINE, LEGEND, SPLIT_LINE, TEXT, type TrendPlot } from './plotShapes'

/** Theory and use from period to period, and the band in which use may lie. */
export function trendOption({ labels, lines, band }: TrendPlot): EChartsCoreOption {
  const plain = { type: 'line', stack: 'band', silent: true, symbol: 'none', lineStyle: { opacity: 0 }, tooltip: { show: false } }
  return {
    grid: { left: 8, right: 16, top: 40, bottom: 4, containLabel: true },
    legend: { ...LEGEND, data: [...lines.map((line) => line.name), ...(band ? [band.name] : [])] },
    tooltip: { trigger: 'axis', confine: true },
    xAxis: { type: 'category', data: labels, axisTick: { show: false }, axisLine: AXIS_LINE, axisLabel: { ...TEXT, hideOverlap: true } },
    yAxis: { type: 'value', scale: true, splitNumber: 4, axisLabel: { ...TEXT, formatter: (value: number) => `${Number(value.toFixed(1))}%` }, splitLine: SPLIT_LINE },
    series: [
      ...(band
        ? [
            { ...plain, name: '', data: band.from },
            { ...plain, name: band.name, data: band.height, color: '#c9c2b5', areaStyle: { color: '#c9c2b5', opacity: 0.45 } },
          ]
        : []),
      ...lines.map(({ name, color, values, texts, isDashed }) => ({
        type: 'line',
        name,
        data: values,
        color,
        symbolSize: 8,
        symbol: isDashed ? 'diamond' : 'circle',
        lineStyle: { type: isDashed ? 'dashed' : 'solid', width: 2 },
        tooltip: { valueFormatter: (_: unknown, place: number) => texts[place] ?? '–' },
      })),
    ],
  }
}
