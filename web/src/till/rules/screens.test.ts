import { describe, expect, it } from 'vitest'
import type { DiningTable, TableOrder } from '@/shared/api/types'
import { addDays, businessDate } from './businessDate'
import { placeTables } from './floorLayout'
import { tableLook } from './tableSigns'

const table = (orders: Partial<TableOrder>[], place: Partial<DiningTable> = {}): DiningTable => ({
  id: 't', area_id: 'a', name: 'A1', seats: 4, x: 0, y: 0, w: 80, h: 80, shape: 'square', ...place,
  orders: orders.map((order) => ({ id: 'o', number: 1, covers: 2, opened_at: '2026-01-01T04:00:00Z', total: 100, paid: 0, due: 100, state: 'open', unfired: 0, version: 1, ...order })),
})

describe('the look of a table', () => {
  it('says what it waits for', () => {
    expect(tableLook(table([])).sign).toBe('free')
    expect(tableLook(table([{ total: 0, due: 0 }])).sign).toBe('seated')
    expect(tableLook(table([{ unfired: 2 }])).sign).toBe('unfired')
    expect(tableLook(table([{}])).sign).toBe('eating')
    expect(tableLook(table([{ due: 40 }])).sign).toBe('part_paid')
    expect(tableLook(table([{ state: 'paid' }])).sign).toBe('free')
  })
  it('adds up shared tables', () => {
    expect(tableLook(table([{ opened_at: '2026-01-01T05:00:00Z' }, { unfired: 1 }]))).toMatchObject({ sign: 'unfired', covers: 4, due: 200, orders: 2, since: '2026-01-01T04:00:00Z' })
  })
})

describe('the plan', () => {
  it('keeps tables in their places and inside the canvas', () => {
    const placed = placeTables([table([], { id: '1' }), table([], { id: '2', x: 300, y: 200 })], { width: 900, height: 600 })
    expect(placed[1]!.left).toBeGreaterThan(placed[0]!.left + placed[0]!.width)
    for (const spot of placed) {
      expect(spot.left + spot.width).toBeLessThanOrEqual(900)
      expect(spot.top + spot.height).toBeLessThanOrEqual(600)
    }
  })
})

describe('the business date', () => {
  it('turns at the cut-off of the store, on its own clock', () => {
    const at = (text: string) => businessDate(Date.parse(text), 'Asia/Shanghai', '04:00')
    expect(at('2026-03-01T19:59:00Z')).toBe('2026-03-01')
    expect(at('2026-03-01T20:00:00Z')).toBe('2026-03-02')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  })
})
