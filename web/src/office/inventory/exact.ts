/** Exact numbers as people type and read them. */
import { ratioOf, sumOf, times } from '@/shared/exact'
import type { Locale } from '@/shared/names'

/** What was typed, as the API writes it; a comma serves as the point. Null where it is no number. */
export function parseExact(text: string): string | null {
  const match = /^(-?)(\d*)(?:[.,](\d*))?$/.exec(text.trim())
  if (!match || !(match[2] || match[3])) return null
  return sumOf([`${match[1]}${match[2] || '0'}.${match[3] || '0'}`])
}

/** "93.75" typed as percent is "0.9375". */
export function shareOfPercent(text: string): string | null {
  const number = parseExact(text)
  return number === null ? null : ratioOf(number, '100')
}
export const percentOfShare = (share: string | null) => (share === null ? '' : times(share, '100'))

/** `part` in percent of `whole`; null where there is no whole. */
export function percentOf(part: string, whole: string): string | null {
  const ratio = ratioOf(part, whole)
  return ratio === null ? null : times(ratio, '100')
}

/** Rounded for display, with the separators of the language. */
export function shownExact(text: string, locale: Locale, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 3, ...options }).format(text as Intl.StringNumericLiteral)
}
export function shownMoney(text: string, currency: string, locale: Locale, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...options }).format(text as Intl.StringNumericLiteral)
}
/** Minor units of money in the major unit, as exact text. */
export const majorOf = (minor: number, digits: number) => {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  return `${minor < 0 ? '-' : ''}${text.slice(0, text.length - digits)}${digits ? `.${text.slice(-digits)}` : ''}`
}
/** How large it is, for sorting, bars and exports alone. */
export const sizeOf = (text: string | null) => (text === null ? null : Number(text))
