/** What plots are drawn from. Numbers place ink; what is read is the text beside them. */
export interface BarsPlot {
  kind: 'bars'
  labels: string[]
  /** Series of one stack stand on each other; losses to the right of zero, gains to the left. */
  series: { name: string; color: string; stack: string; values: number[]; texts: string[]; isHatched?: boolean }[]
  axisText: (amount: number) => string
  onPick?: (place: number) => void
}
export interface StepsPlot {
  kind: 'steps'
  /** From where to where, in percent; a step that is a whole stands on the ground. */
  steps: { label: string; from: number; to: number; text: string; isWhole?: boolean }[]
}
export interface TrendPlot {
  kind: 'trend'
  labels: string[]
  lines: { name: string; color: string; values: (number | null)[]; texts: string[]; isDashed?: boolean }[]
  /** Tolerated around the theory: from, and how far up. */
  band: { name: string; from: (number | null)[]; height: (number | null)[] } | null
}
/** From day to day, or place to place. */
export interface ColumnsPlot {
  kind: 'columns'
  labels: string[]
  /** Null where nothing happened. Columns of one stack stand on each other. */
  series: { name: string; values: (number | null)[]; color?: string; isLine?: boolean; stack?: string }[]
  text: (value: number) => string
  /** At the axis, where it should be shorter. */
  axisText?: (value: number) => string
  /** From one line of the axis to the next, where round numbers are not what people count in. */
  step?: number
  onPick?: (place: number, series: number) => void
}
export type Plot = BarsPlot | StepsPlot | TrendPlot | ColumnsPlot

// Told apart by lightness too, for eyes that do not tell hues.
export const COLORS = ['#1d56a8', '#e0883b', '#0d7047', '#8f6bc0', '#c9a227', '#5ba3c7', '#b3564a', '#7a8b3c', '#c77ba6', '#3f4f63', '#9c7a53', '#6f6a62']

export const TEXT = { color: '#57524b', fontSize: 12 }
export const AXIS_LINE = { lineStyle: { color: '#a39c90' } }
export const SPLIT_LINE = { lineStyle: { color: '#ebe7e0' } }
export const LEGEND = { top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 12, textStyle: TEXT }
