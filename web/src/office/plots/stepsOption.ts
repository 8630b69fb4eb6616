import type { EChartsCoreOption } from 'echarts/core'
import { AXIS_LINE, SPLIT_LINE, TEXT, type StepsPlot } from './plotShapes'

const WHOLE = '#57524b'
const UP = '#b3261e'
const DOWN = '#1d56a8'

/** Below the lowest step, so that steps of a point are seen beside a cost of twenty; the axis says where it begins. */
export function groundOf(steps: StepsPlot['steps']): number {
  const ends = steps.flatMap((step) => [step.to, ...(step.isWhole ? [] : [step.from])])
  const low = Math.min(...ends)
  const spread = Math.max(...ends) - low || 1
  return Math.max(0, Math.floor((low - spread * 0.6) * 2) / 2)
}

/** A waterfall: each step begins where the one before ended. */
export function stepsOption({ steps }: StepsPlot): EChartsCoreOption {
  const ground = groundOf(steps)
  const highest = Math.max(...steps.flatMap((step) => [step.from, step.to]))
  const low = (step: StepsPlot['steps'][number]) => (step.isWhole ? ground : Math.min(step.from, step.to))
  return {
    grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
    tooltip: { show: false },
    xAxis: { type: 'category', data: steps.map((step) => step.label), axisTick: { show: false }, axisLine: AXIS_LINE, axisLabel: { ...TEXT, interval: 0, width: 84, overflow: 'break' } },
    yAxis: { type: 'value', min: ground, max: highest + (highest - ground) * 0.08, splitNumber: 4, axisLabel: { ...TEXT, formatter: (value: number) => (value > highest + (highest - ground) * 0.07 ? '' : `${Number(value.toFixed(1))}%`) }, splitLine: SPLIT_LINE },
    series: [
      { type: 'bar', stack: 'all', silent: true, data: steps.map((step) => low(step)), itemStyle: { color: 'transparent' }, barMaxWidth: 56 },
      {
        type: 'bar',
        stack: 'all',
        silent: true,
        barMaxWidth: 56,
        data: steps.map((step) => ({
          value: (step.isWhole ? step.to : Math.max(step.from, step.to)) - low(step),
          itemStyle: { color: step.isWhole ? WHOLE : step.to >= step.from ? UP : DOWN, borderRadius: 2 },
          label: { show: true, position: 'top', formatter: step.text, color: '#1d1b18', fontSize: 12, fontWeight: 600 },
        })),
      },
    ],
  }
}
