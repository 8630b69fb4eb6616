import { describe, expect, it } from 'vitest'
import { rounded } from './storeFields'

describe('rounded', () => {
  it('goes down or to the nearest, halves up', () => {
    expect(rounded(5837, { unit: 10, mode: 'down', scope: 'all' })).toBe(5830)
    expect(rounded(5835, { unit: 10, mode: 'half_up', scope: 'all' })).toBe(5840)
    expect(rounded(5834, { unit: 10, mode: 'half_up', scope: 'all' })).toBe(5830)
    expect(rounded(5850, { unit: 100, mode: 'half_up', scope: 'cash' })).toBe(5900)
    expect(rounded(5837, { unit: 10, mode: 'none', scope: 'all' })).toBe(5837)
  })
})
