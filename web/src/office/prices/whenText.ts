import { listText, type Locale } from '@/shared/names'
import type { When } from '../api/menu'
import { dayText } from '../ui/time'
import { daysOf, minuteText } from './when'

type Say = (key: string, values?: Record<string, string>) => string

/** "Mon–Fri · 11:00–14:00 · until 31 Dec 2026". */
export function whenText(when: When, t: Say, locale: Locale): string {
  const parts = [daysText(when, t, locale), hoursText(when), datesText(when, t, locale)].filter(Boolean)
  return parts.join(' · ') || t('price.everyDay')
}

function daysText({ weekdays }: When, t: Say, locale: Locale): string {
  if (weekdays === null) return ''
  const days = daysOf(weekdays)
  const isRun = days.length > 2 && days.at(-1)! - days[0]! === days.length - 1
  const names = (isRun ? [days[0]!, days.at(-1)!] : days).map((day) => t(`price.weekday.d${day}`))
  return isRun ? names.join('–') : listText(names, locale)
}
const hoursText = ({ start_minute: start, end_minute: end }: When) => (start === null || end === null ? '' : `${minuteText(start)}–${minuteText(end)}`)

function datesText({ valid_from: from, valid_to: to }: When, t: Say, locale: Locale): string {
  if (from && to) return from === to ? dayText(from, locale) : `${dayText(from, locale)} – ${dayText(to, locale)}`
  if (from) return t('price.since', { day: dayText(from, locale) })
  return to ? t('price.until', { day: dayText(to, locale) }) : ''
}
