import { describe, expect, it } from 'vitest'
import type { DiningTable } from '@/shared/api/types'
import { placeTables } from './floorLayout'

function table(name: string, x: number, y: number, w = 70, h = 70): DiningTable {
  return { id: name, name, x, y, w, h, seats: 2, shape: 'square', orders: [] } as unknown as DiningTable
}

describe('placeTables', () => {
  const canvas = { width: 936, height: 660 }

  it('keeps every table on the canvas, in its order, large enough to read', () => {
    const tables = [0, 1, 2, 3, 4].map((n) => table(`A${n}`, 60 + n * 200, 60)).concat(table('B', 60, 420, 120, 80))
    const placed = placeTables(tables, canvas)
    for (const found of placed) {
      expect(found.left).toBeGreaterThanOrEqual(0)
      expect(found.left + found.width).toBeLessThanOrEqual(canvas.width)
      expect(found.top + found.height).toBeLessThanOrEqual(canvas.height)
      expect(found.width).toBeGreaterThanOrEqual(136)
    }
    const lefts = placed.slice(0, 5).map((found) => found.left)
    expect(lefts).toEqual([...lefts].sort((a, b) => a - b))
    expect(placed[1]!.left - placed[0]!.left).toBeGreaterThan(136)
  })

  it('draws a single table without filling the room with it', () => {
    const [placed] = placeTables([table('P1', 60, 60, 160, 160)], canvas)
    expect(placed!.width).toBeLessThan(200)
  })
})
