import { describe, expect, it } from 'vitest'
import { newId } from './ids'

describe('newId', () => {
  it('is a version 7 UUID', () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
  it('sorts in the order of making, also within one millisecond and when the clock steps back', () => {
    const now = Date.now() + 10_000
    const ids = Array.from({ length: 10_000 }, (_, index) => newId(index === 5_000 ? now - 4_000 : now))
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })
  it('carries the moment in its first 48 bits', () => {
    const now = Date.now() + 60_000_000
    expect(Number.parseInt(newId(now).replaceAll('-', '').slice(0, 12), 16)).toBe(now)
  })
})
