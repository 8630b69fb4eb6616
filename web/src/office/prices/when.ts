import type { When } from '../api/menu'
import type { PriceFields } from '../api/prices'

export const NO_TIME: When = { store_id: null, channel: null, weekdays: null, start_minute: null, end_minute: null, valid_from: null, valid_to: null }

/** A price of the brand: everywhere, every channel, always. */
export const always = (product_id: string, variant_id: string | null = null): PriceFields => ({ ...NO_TIME, product_id, variant_id, region_id: null, amount: 0, member_amount: null })

export const isTimed = (when: When) => when.weekdays !== null || when.start_minute !== null || when.valid_from !== null || when.valid_to !== null

/** Minutes after midnight as "11:30"; 1440 is "24:00". */
export const minuteText = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
export function minuteOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text)
  return found ? Number(found[1]) * 60 + Number(found[2]) : null
}

/** Bit 0 is Monday. */
export const daysOf = (mask: number | null): number[] => [0, 1, 2, 3, 4, 5, 6].filter((day) => mask === null || (mask >> day) & 1)
export const maskOf = (days: readonly number[]): number | null => {
  const mask = days.reduce((sum, day) => sum | (1 << day), 0)
  return mask === 0 || mask === 127 ? null : mask
}
