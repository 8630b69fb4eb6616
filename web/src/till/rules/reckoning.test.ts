import { describe, expect, it } from 'vitest'
import { Problem } from '@/shared/api/problem'
import type { Check, Command, Line, Menu, Order } from '@/shared/api/types'
import { makeCatalogue } from './catalogue'
import { product } from './fixtures'
import { asDue, percentOf, reckonedCheck, roundOff, sharesOf, stillDue, type BillTerms } from './reckoning'

const tax = (rate: string, inclusive = false, name = rate) => ({ name: { zh: name, en: name }, rate, inclusive })
const menu = { version: '1', currency: 'CNY', valid_until: null, categories: [], modifier_groups: [], screen_order: [], suggestions: [] }
const catalogue = makeCatalogue({
  ...menu,
  products: [product('noodles', 2880, { tax: tax('6') }), product('beer', 1690, { tax: tax('13') }), product('tea', 999, { tax: tax('6', true) }), product('set', 5000)],
} as Menu)
const line = (product_id: string, net: number, more: Partial<Line> = {}) => ({ id: `l-${product_id}`, product_id, net, components: [], state: 'held', ...more }) as unknown as Line
const order = (lines: Line[], more: Partial<Order> = {}) => ({ id: 'o', state: 'open', channel: 'dine_in', lines, checks: [], ...more }) as unknown as Order
const plain: BillTerms = { prices_include_tax: true, rounding: { unit: 1, mode: 'none', scope: 'all' }, service_charge: null }
const reckon = (of: Order, terms: Partial<BillTerms> = {}) => reckonedCheck(of, { ...plain, ...terms }, catalogue)

describe('shares', () => {
  it('go by largest remainder, as the semantics have it', () => {
    expect(sharesOf(1000, [2880, 1690, 999])).toEqual([517, 304, 179])
    expect(sharesOf(1000, [10000, 10000, 10000])).toEqual([334, 333, 333])
    expect(sharesOf(500, [2200, 1200, 1000])).toEqual([250, 136, 114])
    expect(sharesOf(7, [0, 0])).toEqual([0, 0])
    expect(sharesOf(1, [0, 5, 5])).toEqual([0, 1, 0])
  })
})

describe('percentages and rounding', () => {
  it('are half up, in exact numbers', () => {
    expect(percentOf(25, '10')).toBe(3)
    expect(percentOf(24, '10')).toBe(2)
    expect(percentOf(5569, '8.875')).toBe(494) // 494.24875
    expect(percentOf(1_000, '0.05')).toBe(1) // 0.5
    expect(percentOf(999_999_999, '6.25')).toBe(62_500_000)
    expect(roundOff(2887, { unit: 10, mode: 'down' })).toBe(2880)
    expect(roundOff(2885, { unit: 10, mode: 'half_up' })).toBe(2890)
    expect(roundOff(2884, { unit: 10, mode: 'half_up' })).toBe(2880)
    expect(roundOff(2887, { unit: 10, mode: 'none' })).toBe(2887)
  })
})

describe('a bill without the server', () => {
  it('is what stands on it, where prices contain the tax', () => {
    expect(reckon(order([line('noodles', 2880), line('tea', 999, { state: 'voided' })], { lines: [line('tea', 999)] }))).toMatchObject({ id: 'o', net: 999, tax: 0, total: 999, due: 999, cash_due: 999 })
  })
  it('takes service of what is left, and tax on top of both, each rate by itself', () => {
    const bill = reckon(order([line('noodles', 2880), line('beer', 1690), line('tea', 999)]), { service_charge: { percent: '10', channels: ['dine_in'] } })
    // 10 % of 5569 is 557: 288, 169, 100 by largest remainder; 6 % of 3168 is 190, 13 % of 1859 is 242
    expect(bill).toMatchObject({ net: 5569, service_charge: 557, tax: 432, total: 6558 })
  })
  it('takes no service where the channel has none', () => {
    expect(reckon(order([line('tea', 999)], { channel: 'takeaway' }), { service_charge: { percent: '10', channels: ['dine_in'] } })).toMatchObject({ service_charge: 0, total: 999 })
  })
  it('rounds all that is paid, or cash alone', () => {
    const rounding = { unit: 10, mode: 'down' } as const
    expect(reckon(order([line('tea', 999)]), { rounding: { ...rounding, scope: 'all' } })).toMatchObject({ rounding: -9, total: 990, cash_due: 990 })
    expect(reckon(order([line('tea', 999)]), { rounding: { ...rounding, scope: 'cash' } })).toMatchObject({ rounding: 0, total: 999, cash_due: 990 })
  })
  it('taxes each component of a set meal by its share', () => {
    const components = [{ product_id: 'noodles', variant_id: null, quantity: '1' }, { product_id: 'beer', variant_id: null, quantity: '1' }] as unknown as Line['components']
    // 5000 over 2880 and 1690: 3151 and 1849; 6 % is 189, 13 % is 240
    expect(reckon(order([line('set', 5000, { components })]))).toMatchObject({ tax: 429, total: 5429 })
  })
  it('is not reckoned where it is split, paid in part, or empty', () => {
    const check = (id: string, payments: Check['payments'] = []) => ({ id, number: 1, state: 'open', payments }) as unknown as Check
    expect(reckon(order([line('tea', 999)], { checks: [check('a'), check('b')] }))).toBeNull()
    expect(reckon(order([line('tea', 999)], { checks: [check('a', [{ id: 'p' } as Check['payments'][0]])] }))).toBeNull()
    expect(reckon(order([]))).toBeNull()
    expect(reckon(order([line('tea', 999)], { checks: [check('a')] }))).toMatchObject({ id: 'a' })
  })
})

describe('what the server says of it afterwards', () => {
  const pay: Command = { type: 'pay', payment_id: 'p', tender: 'cash', amount: 2880, tendered: 3000 }

  it('is booked as due, and the rest is told', () => {
    const problem = new Problem({ status: 409, code: 'overpaid', due: 2592 })
    expect(asDue([pay], problem)).toEqual({ commands: [{ ...pay, amount: 2592 }], over: 288 })
    expect(asDue([pay], new Problem({ status: 409, code: 'order_not_open' }))).toBeNull()
  })
  it('is told when something is left to pay', () => {
    const check = { state: 'open', cash_due: 120, payments: [{ id: 'p' }] } as unknown as Check
    expect(stillDue([pay], order([], { checks: [check] }))).toBe(120)
    expect(stillDue([pay], order([], { checks: [{ ...check, state: 'paid' }] }))).toBe(0)
  })
})
