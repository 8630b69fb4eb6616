import type { Check, Line, Order } from '@/shared/api/types'
import { nameIn, type Locale } from '@/shared/names'
import { quantityText } from '@/shared/quantity'
import { byCourse, isLive, rowsOf } from '../rules/bill'
import { modifierWords } from '../rules/words'
import type { Paper, Row } from './page'

/** What a paper tells beside its order. */
export interface Frame {
  store: string
  /** Which tablet, and whose. */
  from: string
  /** On the store's wall clock. */
  at: string
  locale: Locale
  t: (key: string, named?: Record<string, unknown>) => string
  money: (amount: number) => string
}

/** How a bill was paid in cash. */
export interface Taken {
  amount: number
  tip: number
  change: number
}

const INDENT = 4

/** What the guest's paper and the kitchen's have in common, while there is no number. */
const codeOf = (order: Order) => order.id.slice(-4).toUpperCase()

const placeOf = (order: Order, { t }: Frame) => order.table_name ?? t(`channel.${order.channel}`)

function dishName({ name, variant_name }: Pick<Line, 'name' | 'variant_name'>, locale: Locale): string {
  return nameIn(name, locale) + (variant_name ? ` (${nameIn(variant_name, locale)})` : '')
}

/** What has to be made, large; of a set meal each part. */
function dishRows(lines: readonly Line[], frame: Frame): Row[] {
  const { locale, t } = frame
  return rowsOf(lines).flatMap(({ lines: [line], quantity }) => {
    if (!line) return []
    const rows: Row[] = [{ text: `${quantityText(quantity)} x ${dishName(line, locale)}`, isTall: true, isBold: true }]
    const modifiers = (of: Line['modifiers'], indent: number) => of.length && rows.push({ text: `+ ${modifierWords(of, locale)}`, isBold: true, indent })
    modifiers(line.modifiers, INDENT)
    for (const part of line.components) {
      const pieces = Math.round((quantity * Number(part.quantity)) / Number(line.quantity))
      rows.push({ text: `${quantityText(pieces)} x ${dishName(part, locale)}`, isBold: true, indent: INDENT })
      modifiers(part.modifiers, INDENT + 2)
    }
    if (line.seat !== null) rows.push({ text: t('paper.seat', { n: line.seat }), indent: INDENT })
    if (line.note) rows.push({ text: t('paper.note', { note: line.note }), isBold: true, indent: INDENT })
    return rows
  })
}

/** What the kitchen would have heard from the server: it makes what stands here. */
export function kitchenPaper(order: Order, lines: readonly Line[], frame: Frame): Paper {
  const { t, at, from } = frame
  const covers = order.covers ? t('paper.covers', { n: order.covers }) : ''
  const courses = byCourse(lines)
  return [
    { text: t('paper.kitchen'), isBold: true, isCentred: true },
    { text: order.guest_name ?? covers, right: at },
    { text: placeOf(order, frame), right: order.number ? `#${order.number}` : codeOf(order), isTall: true, isBold: true },
    ...courses.flatMap(({ course }): Paper => {
      const head: Paper = courses.length > 1 && course ? [{ text: t('paper.course', { n: course }) }] : []
      return ['rule', ...head, ...dishRows(lines.filter((line) => line.course === course), frame)]
    }),
    ...(order.note ? (['rule', { text: t('paper.note', { note: order.note }), isBold: true }] as const) : []),
    'rule',
    { text: from },
    { text: t('paper.once') },
  ]
}

/** What guests take home of a bill that the till reckoned: the number and the taxes are the server's, and come later. */
export function billPaper(order: Order, check: Check, taken: Taken | null, frame: Frame): Paper {
  const { t, money, locale, at, from, store } = frame
  const off = check.net - order.lines.filter(isLive).reduce((sum, line) => sum + line.line_total, 0)
  const sums: [string, number][] = [['paper.off', off], ['bill.service', check.service_charge], ['bill.tax', check.tax], ['bill.rounding', check.rounding]]
  const paid: [string, number][] = taken ? [['pay.cash', taken.amount + taken.tip + taken.change], ['pay.tip', taken.tip], ['pay.change', taken.change]] : []
  const rowsFor = (listed: [string, number][]): Row[] => listed.filter(([, amount]) => amount !== 0).map(([key, amount]) => ({ text: t(key), right: money(amount) }))
  return [
    { text: store, isTall: true, isBold: true, isCentred: true },
    { text: order.number ? t('paper.number', { number: order.number }) : t('paper.noNumber', { code: codeOf(order) }), right: at },
    { text: order.table_name ? t('paper.table', { name: order.table_name }) : placeOf(order, frame), right: order.covers ? t('paper.covers', { n: order.covers }) : '' },
    'rule',
    ...rowsOf(order.lines.filter(isLive)).map(({ lines: [line], quantity, list }): Row => ({ text: `${quantity === 1000 ? '' : `${quantityText(quantity)} x `}${dishName(line!, locale)}`, right: money(list) })),
    'rule',
    ...rowsFor(sums),
    { text: t('bill.total'), right: money(check.total), isTall: true, isBold: true },
    ...rowsFor(paid),
    'rule',
    { text: from },
    { text: t('paper.provisional') },
  ]
}
