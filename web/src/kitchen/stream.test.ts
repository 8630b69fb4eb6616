import { describe, expect, it } from 'vitest'
import { dice, entry, item, shuffled, ticket } from './rules/fixtures'
import { Stream, type News } from './stream'
import type { Entry, Ticket } from './types'

/** A rush of tickets that are made, changed, bumped and called back: the stream of one station. */
function aRush(roll: () => number, length: number): Entry[] {
  const now = new Map<string, Ticket>()
  return Array.from({ length }, (_, index) => {
    const ids = [...now.keys()]
    const id = ids.length && roll() < 0.6 ? ids[Math.floor(roll() * ids.length)]! : `t${index}`
    const before = now.get(id)
    const next = before ? changed(before, roll) : ticket(id, { items: [item(`${id}-1`), item(`${id}-2`)] })
    now.set(id, next)
    return entry(index + 1, next)
  })
}

function changed(before: Ticket, roll: () => number): Ticket {
  const dieRoll = roll()
  const version = before.version + 1
  if (dieRoll < 0.4) return { ...before, version, state: 'done', done_at: '2026-03-01T12:05:00Z', items: before.items.map((one) => ({ ...one, state: 'ready' as const })) }
  if (dieRoll < 0.6) return { ...before, version, items: [...before.items, item(`${before.id}-${before.items.length + 1}`)] }
  return { ...before, version, state: 'open', items: before.items.map((one, place) => (place ? one : { ...one, change: 'changed', revision: one.revision + 1 })) }
}

const begin = () => {
  const stream = new Stream()
  stream.applyBoard('wok', 0, [])
  return stream
}
const shownBy = (stream: Stream) => Object.fromEntries([...stream.tickets].sort(([a], [b]) => a.localeCompare(b)))
const heardIn = (all: News[]) => all.flatMap((news) => [...news.fresh.map(({ item: one }) => one.id), ...news.altered.map(({ item: one }) => `${one.id}@${one.revision}`)])

describe('a stream', () => {
  it('ends with the same tickets in whatever order, however often, and tells nothing twice', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const roll = dice(seed)
      const entries = aRush(roll, 40)
      const plain = begin()
      plain.applyEntries('wok', entries)

      const mixed = begin()
      const doubled = shuffled([...entries, ...entries, ...entries.slice(10, 30)], roll)
      const heard = heardIn(doubled.map((one) => mixed.applyEntries('wok', [one])))

      expect(shownBy(mixed)).toEqual(shownBy(plain))
      expect(mixed.place('wok')).toBe(40)
      expect(mixed.hasHole('wok')).toBe(false)
      expect(new Set(heard).size).toBe(heard.length)
    }
  })

  it('does not move on over a hole, and is whole once the feed has filled it', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const roll = dice(seed)
      const entries = aRush(roll, 30)
      const stream = begin()
      const arrived = shuffled(entries.filter(() => roll() > 0.3), roll)
      arrived.forEach((one) => stream.applyEntries('wok', [one]))
      const missing = entries.find((one) => !arrived.includes(one))
      expect(stream.place('wok')).toBe(missing ? missing.seq - 1 : 30)
      stream.applyEntries('wok', entries.slice(stream.place('wok')!)) // the feed after our place
      const plain = begin()
      plain.applyEntries('wok', entries)
      expect(shownBy(stream)).toEqual(shownBy(plain))
      expect(stream.place('wok')).toBe(30)
    }
  })

  it('goes on after a restart where it was, and tells nothing again', () => {
    const entries = aRush(dice(5), 30)
    const first = begin()
    const before = heardIn([first.applyEntries('wok', entries.slice(0, 20))])
    first.applyEntries('wok', entries.slice(25)) // beyond a hole: not kept
    const second = Stream.from(JSON.parse(JSON.stringify(first.keep())))
    expect(second.place('wok')).toBe(20)
    const after = heardIn([second.applyEntries('wok', entries.slice(15))])
    const plain = begin()
    plain.applyEntries('wok', entries)
    expect(shownBy(second)).toEqual(shownBy(plain))
    expect(before.filter((key) => after.includes(key))).toEqual([])
  })

  it('begins with a board without a sound, then chimes for what comes', () => {
    const stream = new Stream()
    expect(stream.applyBoard('wok', 7, [ticket('a')]).fresh).toEqual([])
    expect(stream.applyEntries('wok', [entry(8, ticket('b'))]).fresh.map((one) => one.item.id)).toEqual(['b-1'])
    expect(stream.place('wok')).toBe(8)
  })

  it('shows guests where a board says that they sit, without a new version, and tells nobody of it', () => {
    const stream = begin()
    stream.applyEntries('wok', [entry(1, ticket('a', { version: 2, table_name: 'A1' }))])
    const news = stream.applyBoard('wok', 1, [ticket('a', { version: 2, table_name: 'B7' })])
    expect(stream.tickets.get('a')!.table_name).toBe('B7')
    expect([news.fresh, news.altered, [...news.touched]]).toEqual([[], [], ['a']])
    stream.applyBoard('wok', 1, [ticket('a', { version: 1, table_name: 'A1' })]) // read before
    expect(stream.tickets.get('a')!.table_name).toBe('B7')
  })

  it('chimes for what a board brings after the screen was away, and drops what is gone', () => {
    const stream = new Stream()
    stream.applyBoard('wok', 7, [ticket('a'), ticket('b')])
    const news = stream.applyBoard('wok', 90, [ticket('b'), ticket('c')])
    expect(news.fresh.map((one) => one.item.id)).toEqual(['c-1'])
    expect([...stream.tickets.keys()].sort()).toEqual(['b', 'c'])
    expect(stream.place('wok')).toBe(90)
  })

  it('is not thrown back by a board that was read before the last entry', () => {
    const stream = new Stream()
    stream.applyBoard('wok', 7, [])
    stream.applyEntries('wok', [entry(8, ticket('a', { version: 3 })), entry(9, ticket('b'))])
    stream.applyBoard('wok', 8, [ticket('a', { version: 2 })])
    expect([...stream.tickets.keys()].sort()).toEqual(['a', 'b'])
    expect(stream.tickets.get('a')!.version).toBe(3)
    expect(stream.place('wok')).toBe(9)
  })

  it('starts over when the numbers begin anew', () => {
    const stream = new Stream()
    stream.applyBoard('wok', 70, [ticket('a', { version: 9 })])
    stream.applyBoard('wok', 2, [ticket('a', { version: 1 }), ticket('b')], true)
    expect(stream.tickets.get('a')!.version).toBe(1)
    expect(stream.place('wok')).toBe(2)
  })

  it('tells of each change once, and of a second change of the same line', () => {
    const stream = begin()
    const once = ticket('a', { version: 2, items: [item('a-1', { change: 'changed', revision: 2 })] })
    stream.applyEntries('wok', [entry(1, ticket('a'))])
    expect(stream.applyEntries('wok', [entry(2, once)]).altered).toHaveLength(1)
    expect(stream.applyEntries('wok', [entry(3, { ...once, version: 3, is_rush: true })]).altered).toEqual([])
    const fewer = ticket('a', { version: 4, items: [item('a-1', { change: 'changed', revision: 2, quantity: '0.5' })] })
    expect(stream.applyEntries('wok', [entry(4, fewer)]).altered).toHaveLength(1)
  })

  it('follows several stations, each by its own numbers', () => {
    const stream = begin()
    stream.applyBoard('cold', 100, [])
    stream.applyEntries('cold', [entry(101, ticket('c', { station_id: 'cold' }))])
    expect([stream.place('wok'), stream.place('cold')]).toEqual([0, 101])
    stream.applyBoard('wok', 3, [])
    expect([...stream.tickets.keys()]).toEqual(['c'])
  })

  it('forgets what was closed long ago, and still does not take it for new when it is called back', () => {
    const stream = begin()
    stream.applyEntries('wok', [entry(1, ticket('a')), entry(2, ticket('a', { version: 2, state: 'done', done_at: '2026-03-01T12:05:00Z' }))])
    stream.forgetClosed('2026-03-01T18:05:00Z')
    expect(stream.tickets.size).toBe(0)
    expect(stream.applyEntries('wok', [entry(3, ticket('a', { version: 3 }))]).fresh).toEqual([])
    expect(stream.tickets.get('a')!.state).toBe('open')
  })
})
