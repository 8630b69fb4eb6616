import { useSpeech } from '@/shared/i18n'
import type { Locale } from '@/shared/names'

/** How exact text is rounded for the eye: halves away from zero, in the language's own form. Nowhere else are figures of food cost rounded. */
const formats = new Map<string, Intl.NumberFormat>()

function format(exact: string, locale: Locale, options: Intl.NumberFormatOptions): string {
  const key = JSON.stringify([locale, options])
  let found = formats.get(key)
  if (!found) formats.set(key, (found = new Intl.NumberFormat(locale, options)))
  return found.format(exact as Intl.StringNumericLiteral)
}
const signs = (isSigned: boolean): Intl.NumberFormatOptions => ({ signDisplay: isSigned ? 'exceptZero' : 'negative' })

/** Figures as people read them; the API's text stays what is counted with. `signed`: +12.00 and -12.00. */
export function useFigures() {
  const { t, locale } = useSpeech()
  const decimals = (exact: string, places: number, isSigned = false, least = places) =>
    format(exact, locale.value, { minimumFractionDigits: least, maximumFractionDigits: places, ...signs(isSigned) })
  return {
    money: (exact: string, currency: string, isSigned = false) => format(exact, locale.value, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...signs(isSigned) }),
    /** Without decimals, for the axis of a plot. */
    roundMoney: (amount: number, currency: string) => format(String(amount), locale.value, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 }),
    quantity: (exact: string, isSigned = false) => decimals(exact, 3, isSigned, 0),
    unitCost: (exact: string) => decimals(exact, 4, false, 2),
    /** 0.21092 is 21.09 %. */
    percent: (share: string, places = 2) => format(share, locale.value, { style: 'percent', minimumFractionDigits: places, maximumFractionDigits: places }),
    /** 7.97 is 7.97 %, with its sign. */
    ofHundred: (percent: string, places = 1) => `${decimals(percent, places, true)}%`,
    /** A share of sales as points: 0.01431 is +1.43. */
    points: (share: string) => t('foodCost.points', { n: decimals(timesHundred(share), 2, true) }),
    pointsOf: (percent: string) => t('foodCost.points', { n: decimals(percent, 2, true) }),
  }
}
export type FigureWords = ReturnType<typeof useFigures>

function timesHundred(exact: string): string {
  const [whole = '0', rest = ''] = exact.replace('-', '').split('.')
  const digits = whole + rest.padEnd(2, '0')
  const place = whole.length + 2
  return (exact.startsWith('-') ? '-' : '') + digits.slice(0, place) + (digits.length > place ? `.${digits.slice(place)}` : '')
}
