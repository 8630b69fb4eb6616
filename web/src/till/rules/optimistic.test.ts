import { describe, expect, it } from 'vitest'
import type { AddLine, ChangeLine, Command } from '@/shared/api/types'
import { catalogue, line, order } from './fixtures'
import { applyCommands, type Scene } from './optimistic'

const scene: Scene = { catalogue, storeId: 's', currency: 'CNY', by: { id: 'u', name: 'Li' }, tableName: () => 'A1' }
const add = (line_id: string, more: Partial<AddLine> = {}): AddLine => ({ type: 'add_line', line_id, product_id: 'cucumber', quantity: '1', modifiers: [], components: [], hold: false, ...more })
const draw = (before: Parameters<typeof applyCommands>[0], ...commands: Command[]) => applyCommands(before, 'o', commands, scene)!

describe('an order drawn before the answer', () => {
  it('opens with its first line', () => {
    const drawn = draw(null, { type: 'open_order', channel: 'dine_in', table_id: 't', covers: 2 }, add('1', { seat: 2 }))
    expect(drawn).toMatchObject({ table_name: 'A1', covers: 2, version: 0, totals: { net: 999, due: 999 } })
    expect(drawn.lines[0]).toMatchObject({ state: 'held', seat: 2, line_total: 999, added_by: { name: 'Li' } })
  })
  it('does not add a line twice when the answer overtakes the tap', () => {
    expect(draw(order([line('1')]), add('1')).lines).toHaveLength(1)
  })
  it('fires what is not on hold, a course, or what is named', () => {
    const before = order([line('1'), line('2', { on_hold: true }), line('3', { course: 2 })])
    const fired = (...commands: Command[]) => draw(before, ...commands).lines.filter((one) => one.state === 'fired').map((one) => one.id)
    expect(fired({ type: 'fire' })).toEqual(['1', '3'])
    expect(fired({ type: 'fire', course: 1 })).toEqual(['1', '2'])
    expect(fired({ type: 'fire', line_ids: ['2'] })).toEqual(['2'])
    expect(fired({ type: 'hold', line_ids: ['1'] }, { type: 'fire' })).toEqual(['3'])
  })
  it('takes voided units off, and the whole line when none is left', () => {
    const three = order([line('1', { quantity: '3', line_total: 2997, net: 2997 })])
    expect(draw(three, { type: 'void_line', line_id: '1', quantity: '1', reason: '' })).toMatchObject({ lines: [{ voided: '1', net: 1998, state: 'held' }], totals: { due: 1998 } })
    expect(draw(three, { type: 'void_line', line_id: '1', reason: '' })).toMatchObject({ lines: [{ state: 'voided', net: 0 }], totals: { due: 0 } })
  })
  it('counts revisions, so that the next change is not refused as stale', () => {
    const before = order([line('1', { product_id: 'noodles', unit_price: 2880, line_total: 2880, net: 2880 })])
    const egg: ChangeLine = { type: 'change_line', line_id: '1', revision: 1, modifiers: [{ option_id: 'meat', quantity: 1 }] }
    const once = draw(before, egg)
    expect(once.lines[0]).toMatchObject({ revision: 2, line_total: 2880 })
    expect(draw(once, { ...egg, revision: 2, modifiers: [{ option_id: 'meat', quantity: 1 }, { option_id: 'egg', quantity: 1 }] }).lines[0]).toMatchObject({ revision: 3, line_total: 4080 })
    expect(draw(draw(before, egg), egg).lines[0]!.revision).toBe(2)
  })
  it('never guesses money', () => {
    const before = order([line('1')])
    expect(draw(before, { type: 'pay', payment_id: 'p', tender: 'cash', amount: 999 })).toBe(before)
  })
})
