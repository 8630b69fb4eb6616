import type { ColumnsPlot } from '../plots/plotShapes'
import { spanText } from './spans'

export interface TimesSeries {
  name: string
  /** Seconds; null where nothing happened. */
  values: (number | null)[]
  isLine?: boolean
  stack?: string
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
function highestOf(labels: string[], series: TimesSeries[]): number {
  const alone = series.filter((one) => !one.stack).flatMap((one) => one.values.map((value) => value ?? 0))
  const stacked = labels.map((_, place) => series.reduce((sum, one) => sum + (one.stack ? (one.values[place] ?? 0) : 0), 0))
  return Math.max(0, ...alone, ...stacked)
}

/** Ticket times over stations or hours. */
export const timesPlot = (labels: string[], series: TimesSeries[]): ColumnsPlot => ({
  kind: 'columns',
  labels,
  series: series.map((one, place) => ({ ...one, color: COLORS[place % COLORS.length] })),
  text: spanText,
  step: stepOf(highestOf(labels, series)),
})
