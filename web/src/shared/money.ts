import type { Locale } from './names'

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(currency: string, locale: Locale): Intl.NumberFormat {
  const key = `${currency}|${locale}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    formats.set(key, format)
  }
  return format
}

const digits = new Map<string, number>()

/** How many decimals the currency has: 2 for CNY, 0 for JPY. */
export function minorDigits(currency: string): number {
  let known = digits.get(currency)
  if (known === undefined) {
    known = formatOf(currency, 'en').resolvedOptions().maximumFractionDigits ?? 2
    digits.set(currency, known)
  }
  return known
}

/** Minor units as people write them: 5800 CNY is "¥58.00". */
export function formatMoney(minor: number, currency: string, locale: Locale): string {
  return formatOf(currency, locale).format(minor / 10 ** minorDigits(currency))
}

/** The same without decimals where there are none, for words in a narrow place: 1000 CNY is "¥10". */
export function formatBrief(minor: number, currency: string, locale: Locale): string {
  const written = formatMoney(minor, currency, locale)
  const places = minorDigits(currency)
  return places > 0 && minor % 10 ** places === 0 ? written.replace(new RegExp(`\\D0{${places}}(?!\\d)`), '') : written
}

/** Without needless decimals, for menu tiles: 5800 is "58", 5850 is "58.5". */
export function formatShort(minor: number, currency: string): string {
  return String(inMain(minor, currency))
}

/** Minor units as a number of the main unit, for spreadsheets: 5850 CNY is 58.5. */
export const inMain = (minor: number, currency: string) => minor / 10 ** minorDigits(currency)

/** What was typed on a keyboard ("58", "58.5", "58.50") in minor units, or null where it is no amount of this currency. */
export function parseMoney(text: string, currency: string): number | null {
  const places = minorDigits(currency)
  const match = /^(-?)(\d+)(?:[.,](\d*))?$/.exec(text.trim())
  if (!match) return null
  const decimals = match[3] ?? ''
  if (decimals.length > places) return null
  const minor = Number(match[2]! + decimals.padEnd(places, '0'))
  if (!Number.isSafeInteger(minor)) return null
  return match[1] ? -minor : minor
}
