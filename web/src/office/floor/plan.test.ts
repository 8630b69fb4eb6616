import { describe, expect, it } from 'vitest'
import { extent, freePlace, keyed, movedTo, nextName, overlaps, sized } from './plan'

const table = { x: 100, y: 100, w: 80, h: 80 }

describe('moving and sizing', () => {
  it('stays on the grid and on the floor', () => {
    expect(movedTo(table, 123, -40)).toMatchObject({ x: 120, y: 0 })
    expect(sized(table, 5, 99_999)).toMatchObject({ w: 40, h: 1000 })
  })
  it('follows the arrow keys, with shift the size', () => {
    expect(keyed(table, 'ArrowRight', false)).toMatchObject({ x: 110, y: 100 })
    expect(keyed(table, 'ArrowUp', true)).toMatchObject({ w: 80, h: 70 })
    expect(keyed(table, 'Enter', false)).toBeNull()
  })
})

describe('the floor', () => {
  it('holds all tables with room around them', () => {
    expect(extent([])).toEqual({ w: 1200, h: 700 })
    expect(extent([{ x: 1500, y: 0, w: 80, h: 80 }]).w).toBe(1700)
  })
  it('finds a free place', () => {
    const place = freePlace([{ x: 50, y: 50, w: 80, h: 80 }], { w: 80, h: 80 })
    expect(overlaps({ ...place, w: 80, h: 80 }, { x: 50, y: 50, w: 80, h: 80 })).toBe(false)
  })
})

describe('nextName', () => {
  it('counts on', () => {
    expect(nextName(['A1', 'A2', 'A10'])).toBe('A11')
    expect(nextName(['01', '02'])).toBe('03')
    expect(nextName([])).toBe('1')
    expect(nextName(['Bar'])).toBe('1')
  })
})
