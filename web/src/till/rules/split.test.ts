import { describe, expect, it } from 'vitest'
import type { Check } from '@/shared/api/types'
import { line, order } from './fixtures'
import { leftOn, refundable, refundLines, returnables } from './refund'
import { evenCommand, mergeCommand, moveCommand, seatCommand, shares, slicesOf } from './split'

const check = (id: string, more: Partial<Check> = {}): Check => ({
  id, number: 1, state: 'open', parts: [], net: 0, service_charge: 0, tax: 0, taxes: [], rounding: 0, total: 0, paid: 0, tips: 0, due: 0, cash_due: 0, paid_at: null, payments: [], refunds: [], write_off: null, ...more,
})

describe('splitting', () => {
  it('gives every seat a check; the first keeps the first check only when nothing is shared', () => {
    const seated = order([line('1', { seat: 2 }), line('2', { seat: 1 }), line('3', { seat: 2 })])
    const alone = seatCommand(seated, 'first')
    expect(alone).toMatchObject({ type: 'split_by_seat', check_ids: { 1: 'first' } })
    const shared = seatCommand({ ...seated, lines: [...seated.lines, line('4')] }, 'first')
    expect(Object.values((shared as { check_ids: object }).check_ids)).not.toContain('first')
    expect(Object.keys((shared as { check_ids: object }).check_ids)).toEqual(['1', '2'])
  })
  it('makes one new check less than parts', () => {
    expect((evenCommand('c', 3) as { new_check_ids: string[] }).new_check_ids).toHaveLength(2)
  })
  it('moves what is not there yet, and a number only when asked', () => {
    const picked = [{ lineId: '1', checkId: 'a' }, { lineId: '2', checkId: 'b' }]
    expect(moveCommand('b', picked, null)).toMatchObject({ parts: [{ line_id: '1', from_check_id: 'a' }] })
    expect(moveCommand('b', picked.slice(0, 1), 2)).toMatchObject({ parts: [{ quantity: '2' }] })
  })
  it('merges into the check with the lowest number', () => {
    expect(mergeCommand([check('b', { number: 2 }), check('a', { number: 1 })])).toMatchObject({ into_check_id: 'a', check_ids: ['b'] })
  })
  it('draws the parts as they are', () => {
    expect(shares([check('a', { total: 300 }), check('b', { total: 100 })]).map((part) => part.percent)).toEqual([75, 25])
    expect(shares([check('a'), check('b')]).map((part) => part.percent)).toEqual([50, 50])
  })
  it('counts whole units of a part', () => {
    const four = order([line('1', { quantity: '4' })])
    expect(slicesOf(four, check('a', { parts: [{ line_id: '1', amount: 1998, weight: 1, of: 2 }] }))[0]).toMatchObject({ units: 2, isWhole: false })
    expect(slicesOf(four, check('a', { parts: [{ line_id: '1', amount: 1332, weight: 1, of: 3 }] }))[0]!.units).toBe(0)
  })
})

describe('refunds', () => {
  const three = order([line('1', { quantity: '3', line_total: 2997, net: 2997 })])
  const part = { line_id: '1', amount: 2997, weight: 1, of: 1 }
  const refund = { id: 'r', amount: 999, reason: '', at: '', by: { id: 'u', name: 'Li' }, lines: [{ line_id: '1', quantity: '1', amount: 999 }] }

  it('know what is left', () => {
    const once = check('a', { state: 'paid', total: 2997, parts: [part], refunds: [refund] })
    expect(leftOn(once)).toBe(1998)
    expect(returnables(three, once)).toMatchObject([{ units: 2, left: 1998 }])
  })
  it('leave out what was never paid', () => {
    const loss = { reason: '', at: '', by: { id: 'u', name: 'Li' }, approved_by: null }
    const left = [997, 2997].map((amount) => check('a', { state: 'paid', total: 2997, parts: [part], write_off: { ...loss, amount } }))
    expect(left.map(leftOn)).toEqual([2000, 0])
    expect(left.map((one) => returnables(three, one).map((item) => item.left))).toEqual([[2000], []])
  })
  it('are possible where points paid for everything, while dishes are left', () => {
    const free = check('a', { state: 'paid', total: 0, parts: [{ ...part, amount: 0 }] })
    const back = { ...refund, amount: 0, lines: [{ line_id: '1', quantity: '3', amount: 0 }] }
    const onPoints = order(three.lines, { deal: { parts: [], trace: [], nudges: [], points_used: 2997, is_exhaustive: true, is_frozen: true } })
    const possible = [three, onPoints].map((one) => refundable({ ...one, checks: [free, { ...free, refunds: [back] }] }).length)
    expect(possible).toEqual([0, 1])
    expect(returnables(onPoints, free)).toMatchObject([{ units: 3, left: 0 }])
  })
  it('name a quantity only when it is not everything', () => {
    const items = returnables(three, check('a', { state: 'paid', total: 2997, parts: [part] }))
    expect(refundLines(items, { 1: 2 })).toEqual({ lines: [{ line_id: '1', quantity: '2' }], about: 1998 })
    expect(refundLines(items, { 1: 3 })).toEqual({ lines: [{ line_id: '1' }], about: 2997 })
    expect(refundLines(items, {})).toEqual({ lines: [], about: 0 })
  })
})
