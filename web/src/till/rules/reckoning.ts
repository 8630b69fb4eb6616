import type { Problem } from '@/shared/api/problem'
import type { Check, Command, Line, Order, Store } from '@/shared/api/types'
import type { Catalogue } from './catalogue'
import { listPrice } from './preview'

/*
 * The bill as the till reckons it while the server is away, so that guests can pay. It follows the server's formula (net,
 * service charge, tax on top, rounding; decision 3) for one check that bears all; what is taken off by offers is only known
 * of what the server had priced before. The server's word comes when the order does.
 */

export type BillTerms = Pick<Store, 'prices_include_tax' | 'rounding' | 'service_charge'>

/** A percentage of an amount, half up. `percent` is a decimal text of at most six places. */
export function percentOf(amount: number, percent: string): number {
  const [whole = '0', places = ''] = percent.split('.')
  const scale = 10 ** places.length * 100
  return Math.floor((amount * Number(whole + places) * 2 + scale) / (2 * scale))
}

/** A bill rounded off to a multiple of so many minor units. */
export function roundOff(amount: number, { unit, mode }: Pick<Store['rounding'], 'unit' | 'mode'>): number {
  if (unit <= 1 || mode === 'none') return amount
  const down = amount - (amount % unit)
  return mode === 'half_up' && (amount % unit) * 2 >= unit ? down + unit : down
}

/** Largest remainder: the parts add up to the amount; leftover units go by remainder, then weight, then place. */
export function sharesOf(amount: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  if (whole <= 0) return weights.map(() => 0)
  const shares = weights.map((weight) => Math.floor((amount * weight) / whole))
  const places = weights.map((weight, place) => ({ place, weight, rest: (amount * weight) % whole })).filter((one) => one.weight > 0)
  places.sort((a, b) => b.rest - a.rest || b.weight - a.weight || a.place - b.place)
  const left = amount - shares.reduce((sum, share) => sum + share, 0)
  for (const { place } of places.slice(0, left)) shares[place]! += 1
  return shares
}

const RECKONABLE: ReadonlySet<Command['type']> = new Set(['open_order', 'set_order', 'move_order', 'add_line', 'change_line', 'move_line', 'void_line', 'fire', 'tell_on_paper', 'hold', 'plan_course', 'set_member'] as const)

/** Whether the till knows what becomes of the bill by it; of splits, money and what is given away only the server does. */
export const isReckonable = ({ type }: Command): boolean => RECKONABLE.has(type)

interface Leaf {
  net: number
  productId: string
}

/** What bears a tax of its own: a line, or each component of a set meal with its share of the line. */
function leavesOf(line: Line, order: Order, catalogue: Catalogue): Leaf[] {
  if (!line.components.length) return [{ net: line.net, productId: line.product_id }]
  const weights = line.components.map((part) => {
    const product = catalogue.products.get(part.product_id)
    return (product ? (listPrice(product, part.variant_id, order.channel) ?? 0) : 0) * Number(part.quantity)
  })
  const nets = sharesOf(line.net, weights.some((weight) => weight > 0) ? weights : weights.map(() => 1))
  return line.components.map((part, place) => ({ net: nets[place]!, productId: part.product_id }))
}

/** Tax that comes on top of the prices: worked out for each rate, of what its lines and their service charge come to. */
function taxOnTop(leaves: readonly Leaf[], service: number, catalogue: Catalogue): number {
  const services = sharesOf(service, leaves.map((leaf) => leaf.net))
  const bases = new Map<string, number>()
  leaves.forEach((leaf, place) => {
    const tax = catalogue.products.get(leaf.productId)?.tax
    if (!tax || tax.inclusive) return
    const group = `${tax.name.en}|${tax.rate}`
    bases.set(group, (bases.get(group) ?? 0) + leaf.net + services[place]!)
  })
  return [...bases].reduce((sum, [group, base]) => sum + percentOf(base, group.split('|').at(-1)!), 0)
}

/** The one check of an order, as the till reckons it; null where it cannot (several checks, or money on it already). */
export function reckonedCheck(order: Order, terms: BillTerms, catalogue: Catalogue): Check | null {
  if (order.state !== 'open' || order.checks.length > 1 || order.checks.some((check) => check.payments.length > 0)) return null
  const lines = order.lines.filter((line) => line.state !== 'voided')
  if (!lines.length) return null
  const leaves = lines.flatMap((line) => leavesOf(line, order, catalogue))
  const net = leaves.reduce((sum, leaf) => sum + leaf.net, 0)
  const charge = terms.service_charge
  const service_charge = charge?.channels.includes(order.channel) ? percentOf(net, charge.percent) : 0
  const tax = taxOnTop(leaves, service_charge, catalogue)
  const exact = net + service_charge + tax
  const rounded = roundOff(exact, terms.rounding)
  const total = terms.rounding.scope === 'all' ? rounded : exact
  const [known] = order.checks
  return {
    id: known?.id ?? order.id, // the first check bears the order's id
    number: known?.number ?? 1,
    state: 'open',
    parts: lines.map((line) => ({ line_id: line.id, weight: 1, of: 1, amount: line.net })),
    net,
    service_charge,
    tax,
    taxes: [],
    rounding: total - exact,
    total,
    paid: 0,
    tips: 0,
    due: total,
    cash_due: rounded,
    paid_at: null,
    payments: [],
    refunds: [],
    write_off: null,
  }
}

/**
 * Cash that the till reckoned, of which the server says that less is due: the payment as it then stands in the books, the
 * rest as change, and how much the guests gave beyond what was due. Null for any other refusal.
 */
export function asDue(commands: readonly Command[], problem: Problem): { commands: Command[]; over: number } | null {
  const { due } = problem.body
  const pay = commands.find((command) => command.type === 'pay')
  if (problem.code !== 'overpaid' || typeof due !== 'number' || !pay) return null
  const amount = Math.max(0, due)
  return { commands: commands.map((command) => (command === pay ? { ...pay, amount } : command)), over: pay.amount - amount }
}

/** What such a payment left open: the server's bill was higher than the till's. */
export function stillDue(commands: readonly Command[], order: Order): number {
  const pay = commands.find((command) => command.type === 'pay')
  return order.checks.find((check) => check.state === 'open' && check.payments.some((one) => one.id === pay?.payment_id))?.cash_due ?? 0
}
