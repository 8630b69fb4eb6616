import { describe, expect, it } from 'vitest'
import type { NewEntry, SheetPlace } from '../api/counts'
import { nextBatch, withWaiting } from './waitingEntries'

const entry = (id: string, more: Partial<NewEntry> = {}): NewEntry => ({ id, item_id: 'pork', location_id: 'cold', quantity: '1', unit: 'kg', counted_at: '2026-11-21T12:00:00Z', replaces: null, ...more })
const kept = { location_id: 'cold', quantity: '5', unit: 'kg', stock_quantity: '5', counted_at: '2026-11-21T11:00:00Z', counted_by: 'wang', counted_by_name: '小王' }
const places = (ids: string[]): SheetPlace[] => [
  {
    location_id: 'cold',
    name: { zh: '冷库', en: 'Cold room' },
    lines: [
      {
        item: { id: 'pork', code: 'PORK', name: { zh: '猪肉', en: 'Pork' }, stock_unit: 'kg' },
        round: 1,
        units: ['kg'],
        entries: ids.map((id) => ({ ...kept, id })),
        counted: null,
        closing: null,
        book: null,
        is_within: null,
      },
    ],
  },
]
const ids = (found: SheetPlace[]) => found[0]!.lines[0]!.entries.map((one) => one.id)

describe('nextBatch', () => {
  it('holds a correction back until what it corrects has arrived', () => {
    expect(nextBatch([entry('a'), entry('b'), entry('c', { replaces: 'a' }), entry('d')]).map((one) => one.id)).toEqual(['a', 'b'])
    expect(nextBatch([entry('c', { replaces: 'a' }), entry('d')]).map((one) => one.id)).toEqual(['c', 'd'])
  })
})

describe('withWaiting', () => {
  it('draws what is not sent yet, once, and what it corrects no longer', () => {
    expect(ids(withWaiting(places(['a']), [entry('b')], 'li'))).toEqual(['a', 'b'])
    expect(ids(withWaiting(places(['a', 'b']), [entry('b')], 'li'))).toEqual(['a', 'b'])
    expect(ids(withWaiting(places(['a']), [entry('b', { replaces: 'a' })], 'li'))).toEqual(['b'])
    expect(ids(withWaiting(places([]), [entry('b'), entry('c', { replaces: 'b' })], 'li'))).toEqual(['c'])
  })
})
