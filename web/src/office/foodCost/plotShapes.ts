/** What the plots of food cost are drawn from. Numbers place ink; what is read is the text beside them. */
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
export type Plot = BarsPlot | StepsPlot | TrendPlot

export const TEXT = { color: '#57524b', fontSize: 12 }
export const AXIS_LINE = { lineStyle: { color: '#a39c90' } }
export const SPLIT_LINE = { lineStyle: { color: '#ebe7e0' } }
export const LEGEND = { top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 12, textStyle: TEXT }
