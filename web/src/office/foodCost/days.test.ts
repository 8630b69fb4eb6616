import { describe, expect, it } from 'vitest'
import { weekBefore } from './days'

describe('weekBefore', () => {
  it('is the whole week before the one of the day, Monday to Sunday', () => {
    expect(weekBefore('2026-11-22')).toEqual({ from: '2026-11-09', to: '2026-11-15' }) // a Sunday: its week is not over
    expect(weekBefore('2026-11-23')).toEqual({ from: '2026-11-16', to: '2026-11-22' })
    expect(weekBefore('2026-01-01')).toEqual({ from: '2025-12-22', to: '2025-12-28' })
  })
})
