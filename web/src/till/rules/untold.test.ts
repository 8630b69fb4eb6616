import { describe, expect, it } from 'vitest'
import type { Command, Line, Order } from '@/shared/api/types'
import { isFiring, untoldLines } from './untold'

const line = (id: string, more: Partial<Line> = {}) => ({ id, state: 'fired', fired_at: null, ...more }) as Line
const order = (...lines: Line[]) => ({ lines }) as Order
const taps = (...commands: Command[]) => ({ commands, isReckoned: false })
const fire = taps({ type: 'fire' })
const ids = (lines: Line[]) => lines.map((one) => one.id)

describe('what the kitchen has not heard of', () => {
  it('is what was fired and the server has not taken', () => {
    const known = order(line('a', { fired_at: '2026-03-01T12:00:00Z' }), line('b', { state: 'held' }))
    expect(ids(untoldLines(order(line('a'), line('b'), line('c', { state: 'held' })), known, [fire]))).toEqual(['b'])
    expect(ids(untoldLines(order(line('a'), line('b')), null, [fire]))).toEqual(['a', 'b'])
    expect(untoldLines(null, null, [])).toEqual([])
  })
  it('is not what is on paper, nor what was voided', () => {
    const told = taps({ type: 'fire' }, { type: 'tell_on_paper', line_ids: ['a'] })
    expect(ids(untoldLines(order(line('a'), line('b'), line('c', { state: 'voided' })), null, [told]))).toEqual(['b'])
  })
  it('is all of a bill that guests paid, also what was on hold', () => {
    const paid = { commands: [], isReckoned: true }
    expect(ids(untoldLines(order(line('a', { state: 'held' }), line('b', { state: 'held', on_hold: true })), null, [paid]))).toEqual(['a', 'b'])
  })
  it('goes out with what fires it', () => {
    expect([isFiring(fire), isFiring(taps({ type: 'hold', line_ids: [] })), isFiring({ commands: [], isReckoned: true })]).toEqual([true, false, true])
  })
})
