/**
 * Which price holds: the same rule as the server's (pos/rules/prices.py and schedule.py), so that the effect of a price
 * is seen before it is saved. cases.json holds both to the same answers.
 */
import type { Channel } from '../api/channels'
import type { When } from '../api/menu'
import type { Price } from '../api/prices'

/** A minute on a store's wall clock: the calendar day and the minutes after its midnight. */
export interface WallMinute {
  day: string
  minute: number
}
export type Reason = string
export interface Judged {
  price: Price
  holds: boolean
  won: boolean
  reason: Reason
}

const FIRST_DAY = '0001-01-01'
const LAST_DAY = '9999-12-31'
const RANKS = ['variant', 'place', 'channel', 'daypart', 'weekday', 'dates', 'narrower_dates', 'later_start', 'newest'] as const

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000
const dayBefore = (day: string) => new Date((dayNumber(day) - 1) * 86_400_000).toISOString().slice(0, 10)
/** 0 is Monday. */
const weekdayOf = (day: string) => (dayNumber(day) + 3) % 7

/** A moment as the wall clock of that time zone shows it. */
export function wallMinute(at: Date, timeZone: string): WallMinute {
  const [day = '', clock = ''] = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at).split(' ')
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return { day, minute: hour * 60 + minute }
}

/** The day on which the daypart around the moment began; a daypart past midnight belongs to the day it started on. */
function startedOn({ start_minute: start, end_minute: end }: When, at: WallMinute): string | null {
  if (start === null || end === null) return at.day
  if (start < end) return at.minute >= start && at.minute < end ? at.day : null
  if (at.minute >= start) return at.day
  return at.minute < end ? dayBefore(at.day) : null
}

function refusal(price: Price, at: WallMinute, channel: Channel): Reason | null {
  if (price.channel !== null && price.channel !== channel) return 'other_channel'
  const started = startedOn(price, at)
  if (started === null) return 'other_hours'
  if (price.weekdays !== null && !((price.weekdays >> weekdayOf(started)) & 1)) return 'other_weekday'
  const isInDates = (price.valid_from === null || price.valid_from <= started) && (price.valid_to === null || started <= price.valid_to)
  return isInDates ? null : 'other_dates'
}

/** How specific a price is; compared from the first to the last, the larger wins. */
function rank(price: Price): (number | string)[] {
  const from = dayNumber(price.valid_from ?? FIRST_DAY)
  const to = dayNumber(price.valid_to ?? LAST_DAY)
  return [
    Number(price.variant_id !== null),
    price.store_id !== null ? 2 : price.region_id !== null ? 1 : 0,
    Number(price.channel !== null),
    Number(price.start_minute !== null),
    Number(price.weekdays !== null),
    Number(price.valid_from !== null || price.valid_to !== null),
    from - to,
    from,
    price.id,
  ]
}
const firstDifference = (one: Price, other: Price) => {
  const [ranked, otherRanked] = [rank(one), rank(other)]
  return ranked.findIndex((value, place) => value !== otherRanked[place])
}
function compare(one: Price, other: Price): number {
  const place = firstDifference(one, other)
  return place < 0 ? 0 : rank(one)[place]! > rank(other)[place]! ? -1 : 1
}

/** Every candidate with why it won or lost: the winner first, then those that hold, the most specific first. */
export function explain(prices: readonly Price[], at: WallMinute, channel: Channel): Judged[] {
  const ranked = [...prices].sort(compare)
  const winner = ranked.find((price) => refusal(price, at, channel) === null)
  const judged = ranked.map((price): Judged => {
    const reason = refusal(price, at, channel)
    if (reason !== null) return { price, holds: false, won: false, reason }
    if (price === winner) return { price, holds: true, won: true, reason: 'won' }
    return { price, holds: true, won: false, reason: `less_specific_${RANKS[firstDifference(winner!, price)]}` }
  })
  return judged.sort((one, other) => Number(other.won) - Number(one.won) || Number(other.holds) - Number(one.holds))
}

export const findPrice = (prices: readonly Price[], at: WallMinute, channel: Channel): Price | null =>
  explain(prices, at, channel).find((one) => one.won)?.price ?? null

/** The prices that may hold at a store for a product, or for one variant of it. */
export const pricesAt = (prices: readonly Price[], store: { id: string; region_id: string | null }, variantId: string | null): Price[] =>
  prices.filter(
    (price) =>
      (price.store_id === null || price.store_id === store.id) &&
      (price.region_id === null || price.region_id === store.region_id) &&
      (price.variant_id === null || price.variant_id === variantId),
  )
