/** In how many minutes a course may be fired, one tap each. */
export const MINUTES = [5, 10, 15, 20, 30, 45] as const
const HALF_HOUR = 30 * 60_000
const SOONEST = 5 * 60_000
const SHOWN = 6

/** The next full and half hours, the first one no sooner than in five minutes. */
export function comingHalfHours(now: number): number[] {
  const first = Math.ceil((now + SOONEST) / HALF_HOUR) * HALF_HOUR
  return Array.from({ length: SHOWN }, (_, place) => first + place * HALF_HOUR)
}
