import { computed, type ComputedRef } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'
import { formatMoney } from './money'
import { listText, nameIn, type Locale, type Name } from './names'
import { hush } from './toasts'

export const LOCALES: readonly Locale[] = ['zh-CN', 'en']
const KEY = 'zaotai.locale'

/** "zh", "zh-CN", "en-GB", … as one of ours, or null. */
export function localeOf(tag: string | null | undefined): Locale | null {
  if (!tag) return null
  if (/^zh/i.test(tag)) return 'zh-CN'
  return /^en/i.test(tag) ? 'en' : null
}

function firstLocale(): Locale {
  return localeOf(localStorage.getItem(KEY)) ?? localeOf(navigator.language) ?? 'zh-CN'
}

export type Messages = { [key: string]: string | Messages }

/** vue-i18n for one screen: its own messages on top of the shared ones. */
export function makeI18n(messages: Record<Locale, Messages>) {
  const i18n = createI18n({ legacy: false, locale: firstLocale(), fallbackLocale: 'en', messages })
  document.documentElement.lang = i18n.global.locale.value
  return i18n
}

/** Everything a component needs to speak: texts, names, money, the language itself. */
export function useSpeech() {
  const { t, locale } = useI18n({ useScope: 'global' })
  const current = computed(() => locale.value as Locale) as ComputedRef<Locale>
  return {
    t,
    locale: current,
    name: (name: Name | null | undefined) => nameIn(name, current.value),
    list: (names: Parameters<typeof listText>[0]) => listText(names, current.value),
    money: (minor: number, currency: string) => formatMoney(minor, currency, current.value),
    clock: (at: string | number | Date, timeZone?: string) => formatClock(at, current.value, timeZone),
    setLocale(next: Locale) {
      if (next !== locale.value) hush()
      locale.value = next
      localStorage.setItem(KEY, next)
      document.documentElement.lang = next
    },
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function formatClock(at: string | number | Date, locale: Locale, timeZone?: string): string {
  const key = `${locale}|${timeZone ?? ''}`
  let format = clocks.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })
    clocks.set(key, format)
  }
  return format.format(new Date(at))
}
