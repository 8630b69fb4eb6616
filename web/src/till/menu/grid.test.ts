import { describe, expect, it } from 'vitest'
import { popoverPlace, rowsInView } from './grid'

describe('rowsInView', () => {
  it('draws what is seen and a margin, however long the menu', () => {
    const top = rowsInView(2000, 5, 112, 0, 640)
    expect(top).toMatchObject({ first: 0, above: 0, total: 400 * 112 })
    expect(top.last).toBeLessThanOrEqual(50)
    const middle = rowsInView(2000, 5, 112, 20_000, 640)
    expect(middle.last - middle.first).toBeLessThanOrEqual(65)
    expect(middle.first % 5).toBe(0)
  })
  it('ends at the last tile', () => {
    expect(rowsInView(7, 5, 112, 0, 640)).toEqual({ first: 0, last: 7, above: 0, total: 224 })
    expect(rowsInView(0, 5, 112, 0, 640)).toEqual({ first: 0, last: 0, above: 0, total: 0 })
    expect(rowsInView(7, 5, 112, 9_999, 640)).toMatchObject({ first: 5, last: 7 })
  })
})

describe('a popover', () => {
  const area = { width: 760, height: 600 }
  const size = { width: 232, height: 216 }
  it('lies beside its tile, never over it and never outside', () => {
    for (const left of [0, 150, 300, 450, 610]) {
      for (const top of [0, 224, 480]) {
        const tile = { left, top, width: 142, height: 104 }
        const place = popoverPlace(tile, area, size)
        expect(place.left >= left + tile.width || place.left + size.width <= left).toBe(true)
        expect(place.left + size.width).toBeLessThanOrEqual(area.width)
        expect(place.top + size.height).toBeLessThanOrEqual(area.height)
      }
    }
  })
})
