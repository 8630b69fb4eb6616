import { computed } from 'vue'
import { useSpeech } from '@/shared/i18n'
import type { Days } from '../api/foodCost'
import type { useAddress } from '../ui/address'
import { later } from '../ui/time'


/** Monday to Sunday of the last week that is over on a day. */
export function weekBefore(day: string): Days {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  const monday = later(day, -weekday - 7)
  return { from: monday, to: later(monday, 6) }
}

/** The days that the address names, or null while nobody has chosen any. */
export function useDays(address: ReturnType<typeof useAddress>) {
  const from = address.param('from')
  const to = address.param('to')
  return computed<Days | null>({
    get: () => (from.value && to.value ? { from: from.value, to: to.value } : null),
    set: (next) => address.set({ from: next?.from ?? '', to: next?.to ?? '' }),
  })
}

/** "16–22 Nov 2026", as the language writes a range. */
export function useDaysText() {
  const { locale } = useSpeech()
  const format = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeZone: 'UTC' }))
  const short = computed(() => new Intl.DateTimeFormat(locale.value, { month: 'numeric', day: 'numeric', timeZone: 'UTC' }))
  const day = (text: string) => new Date(`${text}T00:00:00Z`)
  return {
    daysText: (days: Days) => format.value.formatRange(day(days.from), day(days.to)),
    shortText: (days: Days) => short.value.formatRange(day(days.from), day(days.to)),
  }
}
