import { describe, expect, it } from 'vitest'
import type { Check, Line, Order } from '@/shared/api/types'
import { asPage, type Paper } from './page'
import { billPaper, kitchenPaper, type Frame } from './papers'

const frame: Frame = { store: 'Noodles & Co', from: 'T1 · Lin', at: '12:03', locale: 'en', t: (key, named) => [key, ...Object.values(named ?? {})].join(' '), money: (amount) => (amount / 100).toFixed(2) }
const called = (name: string) => ({ zh: name, en: name })
const line = (id: string, name: string, more: Partial<Line> = {}) =>
  ({ id, kind: 'item', product_id: name, name: called(name), variant_name: null, quantity: '1', voided: '0', comped: '0', state: 'fired', fired_at: null, course: 1, seat: null, note: null, modifiers: [], components: [], line_total: 1000, net: 1000, ...more }) as unknown as Line
const order = (lines: Line[], more: Partial<Order> = {}) => ({ id: '0197-4f2a', number: 0, channel: 'dine_in', table_name: 'A1', covers: 2, guest_name: null, note: null, lines, ...more }) as unknown as Order
const check = (more: Partial<Check>) => ({ net: 0, service_charge: 0, tax: 0, rounding: 0, total: 0, ...more }) as Check
const texts = (paper: Paper) => paper.map((row) => (row === 'rule' ? '--' : [row.text, row.right].filter(Boolean).join(' | ')))

describe('the paper for the kitchen', () => {
  it('has each dish with its quantity first, by course, with all that a cook has to know', () => {
    const lines = [
      line('1', 'Noodles', { modifiers: [{ option_id: 'x', name: called('No coriander'), quantity: 1, modifiers: [] }] as never, note: 'hot' }),
      line('2', 'Noodles', { modifiers: [{ option_id: 'x', name: called('No coriander'), quantity: 1, modifiers: [] }] as never, note: 'hot' }),
      line('3', 'Set', { kind: 'set_meal', quantity: '3', voided: '1', course: 2, seat: 2, components: [{ name: called('Tea'), variant_name: called('large'), quantity: '6', modifiers: [] }] as never }),
    ]
    expect(texts(kitchenPaper(order(lines, { note: 'birthday' }), lines, frame))).toEqual([
      'paper.kitchen', 'paper.covers 2 | 12:03', 'A1 | 4F2A',
      '--', 'paper.course 1', '2 x Noodles', '+ No coriander', 'paper.note hot',
      '--', 'paper.course 2', '2 x Set', '4 x Tea (large)', 'paper.seat 2',
      '--', 'paper.note birthday', '--', 'T1 · Lin', 'paper.once',
    ])
  })
  it('has the lines that it is about, and no others', () => {
    const lines = [line('1', 'Noodles'), line('2', 'Tea')]
    expect(texts(kitchenPaper(order(lines), [lines[1]!], frame)).filter((text) => text.includes(' x '))).toEqual(['1 x Tea'])
  })
})

describe('the bill without the server', () => {
  it('adds up: dishes at their prices, what comes off, service, tax, what was given and the change', () => {
    const lines = [line('1', 'Noodles', { quantity: '2', line_total: 5760, net: 5000 }), line('2', 'Tea', { state: 'voided', voided: '1', line_total: 0, net: 0 })]
    const bill = check({ net: 5000, service_charge: 500, tax: 330, rounding: -30, total: 5800 })
    expect(texts(billPaper(order(lines), bill, { amount: 5800, tip: 200, change: 4000 }, frame))).toEqual([
      'Noodles & Co', 'paper.noNumber 4F2A | 12:03', 'paper.table A1 | paper.covers 2',
      '--', '2 x Noodles | 57.60',
      '--', 'paper.off | -7.60', 'bill.service | 5.00', 'bill.tax | 3.30', 'bill.rounding | -0.30', 'bill.total | 58.00',
      'pay.cash | 100.00', 'pay.tip | 2.00', 'pay.change | 40.00',
      '--', 'T1 · Lin', 'paper.provisional',
    ])
  })
  it('runs nothing that a name says', () => {
    expect(asPage('<x>', [{ text: '<script>alert("1")</script>', right: "'&'" }])).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</span><span>&#39;&amp;&#39;</span>')
  })
})
