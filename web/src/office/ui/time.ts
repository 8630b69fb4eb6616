import type { Locale } from '@/shared/names'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: Locale, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options])
  let found = formats.get(key)
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, { ...options, timeZone })))
  return found
}

/** "21 Nov 2026, 18:05" on the wall clock of the place it is about. */
export const momentText = (at: string, locale: Locale, timeZone?: string) =>
  format(locale, timeZone, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as Intl.DateTimeFormatOptions).format(new Date(at))

/** "2026-11-21 18:05:09" on that wall clock, as spreadsheets read it. */
export const stampText = (at: string, timeZone?: string) => new Date(at).toLocaleString('sv-SE', { timeZone })
/** The time zone of who reads. */
export const zoneHere = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

export const clockText = (at: string, locale: Locale, timeZone?: string) =>
  format(locale, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at))

/** The day of a moment on the wall clock of the place it is about, or of who reads it. */
export const dayOfText = (at: string, locale: Locale, timeZone?: string) => format(locale, timeZone, { dateStyle: 'medium' }).format(new Date(at))

/** A calendar day, "2026-11-21", in words; it has no time zone. */
export const dayText = (day: string, locale: Locale) => format(locale, 'UTC', { dateStyle: 'medium' }).format(new Date(`${day}T00:00:00Z`))

/** The calendar day on the wall clock of who reads it. */
export const dayHere = (now = new Date()) => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' }).format(now)

/** The business day that a store is in now: while its wall clock is before the cut-off it is still yesterday's. */
export function businessDay(store: { timezone: string; day_cutoff: string }, now = new Date()): string {
  const [day = '', clock = ''] = new Intl.DateTimeFormat('sv-SE', { timeZone: store.timezone, dateStyle: 'short', timeStyle: 'short' }).format(now).split(' ')
  return clock < store.day_cutoff ? dayBefore(day) : day
}

const DAY = 86_400_000
/** So many days after a calendar day; negative: before it. */
export const later = (day: string, count: number) => new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10)
export const dayBefore = (day: string) => later(day, -1)

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 hours ago". */
export function agoText(at: string, locale: Locale, now = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60]
  return words.format(Math.round(seconds / size), unit)
}

/** January to December. */
export function monthNames(locale: Locale): string[] {
  const names = format(locale, 'UTC', { month: 'long' })
  return Array.from({ length: 12 }, (_, place) => names.format(new Date(Date.UTC(2026, place, 15))))
}
