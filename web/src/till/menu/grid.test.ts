import { describe, expect, it } from 'vitest'
import { rowsInView } from './grid'

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
