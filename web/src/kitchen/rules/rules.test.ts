import { describe, expect, it } from 'vitest'
import { applyCommands, reached } from './cook'
import { allDay, loadSeconds } from './counts'
import { byDue, spanText, startsIn, toneOf } from './due'
import { traysOf } from './expo'
import { AT, dice, item, shuffled, ticket } from './fixtures'
import { linesOf, modifierLines } from './lines'
import type { TicketModifier } from '../types'

const minute = (n: number) => new Date(Date.parse(AT) + n * 60_000).toISOString()
const at = (n: number) => Date.parse(minute(n))
const modifier = (id: string, zh: string, en: string, modifiers: TicketModifier[] = []): TicketModifier => ({ option_id: id, group_id: 'g', name: { zh, en }, quantity: 1, unit_price: 0, modifiers })

describe('due order', () => {
  it('puts rush first, then what is due first, and does not depend on the order of coming', () => {
    const tickets = [ticket('a', { due_at: minute(9) }), ticket('b', { due_at: minute(4) }), ticket('c', { due_at: minute(20), is_rush: true })]
    for (let seed = 0; seed < 6; seed += 1) expect(shuffled(tickets, dice(seed)).sort(byDue).map((one) => one.id)).toEqual(['c', 'b', 'a'])
  })
  it('warns at the station’s percentage, then is late', () => {
    expect([toneOf(ticket('a'), at(7.9), 80), toneOf(ticket('a'), at(8), 80), toneOf(ticket('a'), at(10), 80)]).toEqual(['calm', 'warn', 'late'])
  })
  it('expects a dish without a preparation time within ten minutes, not at once', () => {
    expect(toneOf({ fired_at: AT, due_at: AT }, at(1), 80)).toBe('calm')
    expect(toneOf({ fired_at: AT, due_at: AT }, at(10), 80)).toBe('late')
  })
  it('writes times as a clock', () => {
    expect([spanText(0), spanText(365_000), spanText(3_900_000)]).toEqual(['0:00', '6:05', '1h05'])
  })
  it('holds back what should begin later, until it is begun', () => {
    expect(startsIn(item('a', { start_at: minute(3) }), at(1))).toBe(120_000)
    expect(startsIn(item('a', { start_at: minute(3), state: 'started' }), at(1))).toBe(0)
  })
  it('does not hold back for a moment that is shorter than the clocks’ difference', () => {
    expect(startsIn(item('a', { start_at: AT }), at(0) - 9_999)).toBe(0)
    expect(startsIn(item('a', { start_at: AT }), at(0) - 10_000)).toBe(10_000)
  })
})

describe('lines', () => {
  it('count equal dishes together and put different ways of one dish next to each other', () => {
    const soft = [modifier('s', '软', 'Soft')]
    const lines = linesOf([item('1'), item('2', { product_id: 'tea' }), item('3', { modifiers: soft }), item('4', { quantity: '2' })])
    expect(lines.map((line) => [line.item.product_id, line.quantity, line.items.length])).toEqual([
      ['noodles', '3', 2],
      ['noodles', '1', 1],
      ['tea', '1', 1],
    ])
  })
  it('show a change alone, and hide what was cancelled once that was seen', () => {
    expect(linesOf([item('1'), item('2', { change: 'changed' }), item('3', { state: 'cancelled' }), item('4', { state: 'cancelled', change: 'cancelled' })]).map((line) => line.item.id)).toEqual(['1', '2', '4'])
  })
  it('sign what is left out', () => {
    expect(modifierLines([modifier('c', '不要香菜', 'No coriander'), modifier('b', '加牛肉', 'Extra beef', [modifier('n', '不辣', 'Not spicy')])], 'en')).toEqual([
      { text: 'No coriander', isWithout: true, depth: 0 },
      { text: 'Extra beef', isWithout: false, depth: 0 },
      { text: 'Not spicy', isWithout: true, depth: 1 },
    ])
  })
})

describe('a tap', () => {
  const two = ticket('a', { items: [item('1'), item('2', { state: 'started' })] })
  const bump = (...ids: string[]) => ({ command: { type: 'bump' as const, item_ids: ids } })
  it('closes the ticket when its last item is bumped, and an undo opens it again as it was', () => {
    const half = applyCommands(two, [bump('1')], minute(1))
    expect([half.state, half.items.map((one) => one.state)]).toEqual(['open', ['ready', 'started']])
    const done = applyCommands(two, [bump('1', '2')], minute(1))
    expect([done.state, done.done_at]).toEqual(['done', minute(1)])
    const back = applyCommands(done, [{ command: { type: 'undo', item_ids: ['1', '2'] }, states: { 1: 'new', 2: 'started' } }], minute(2))
    expect([back.state, back.done_at, back.items.map((one) => one.state)]).toEqual(['open', null, ['new', 'started']])
  })
  it('leaves other tickets and items that were added meanwhile alone', () => {
    const more = { ...two, items: [...two.items, item('3')] }
    expect(applyCommands(more, [bump('1', '2')], minute(1)).state).toBe('open')
    expect(applyCommands(ticket('b'), [bump('1')], minute(1))).toEqual(ticket('b'))
  })
  it('on a cancelled line is seen, and never cooks it', () => {
    const gone = ticket('a', { items: [item('1', { state: 'cancelled', change: 'cancelled' })] })
    const seen = applyCommands(gone, [bump('1')], minute(1))
    expect([seen.state, seen.items[0]!.state, seen.items[0]!.change]).toEqual(['cancelled', 'cancelled', null])
  })
  it('reaches only what it changes', () => {
    const items = [item('1'), item('2', { state: 'ready' }), item('3', { state: 'cancelled', change: 'cancelled' })]
    expect(['start', 'bump', 'recall', 'seen'].map((act) => reached(items, act as 'bump').map((one) => one.id))).toEqual([['1'], ['1'], ['2'], ['3']])
  })
})

describe('counts', () => {
  it('are of all open dishes, most first, with the ways in which they are wanted', () => {
    const hot = [modifier('h', '特辣', 'Hot')]
    const tickets = [ticket('a', { items: [item('1', { quantity: '2' }), item('2', { modifiers: hot })] }), ticket('b', { items: [item('3', { product_id: 'tea' }), item('4', { state: 'ready' })] })]
    expect(allDay(tickets).map((count) => [count.key.split('|')[0], count.quantity, count.ways.map((way) => way.quantity)])).toEqual([
      ['noodles', '3', ['1']],
      ['tea', '1', []],
    ])
    expect(loadSeconds(tickets)).toBe(240)
  })
  it('count ten minutes for a dish of which nobody said how long it takes', () => {
    expect(loadSeconds([ticket('a', { items: [item('1', { prep_seconds: 0 })] })])).toBe(600)
  })
})

describe('expo', () => {
  it('collects a course from all stations, until everything of it is handed out', () => {
    const wok = ticket('a', { order_id: 'o', items: [item('1', { state: 'ready' })], state: 'done' })
    const cold = ticket('b', { order_id: 'o', station_id: 'cold', items: [item('2'), item('3', { state: 'cancelled' })] })
    const second = ticket('c', { order_id: 'o', course: 2 })
    const [tray, later] = traysOf([cold, second, wok])
    expect([tray!.parts.map((part) => part.stationId), tray!.ready, tray!.of]).toEqual([['cold', 'wok'], 1, 2])
    expect(later!.head.course).toBe(2)
    const voided = { ...wok, items: [item('1', { state: 'ready', quantity: '0' })] }
    expect(traysOf([voided])).toEqual([])
    const served = { ...wok, items: [item('1', { state: 'served' as const })] }
    expect(traysOf([served, { ...cold, state: 'done', items: [item('2', { state: 'served' })] }])).toEqual([])
  })
})
