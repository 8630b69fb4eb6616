import { describe, expect, it } from 'vitest'
import { stepOf } from './timesPlot'
import { shareText, spanText } from './spans'

describe('times and shares', () => {
  it('are written as minutes and seconds', () => {
    expect([0, 5, 59, 60, 754].map(spanText)).toEqual(['0:00', '0:05', '0:59', '1:00', '12:34'])
  })
  it('are written as percentages', () => {
    expect(shareText(3333)).toBe('33.3%')
  })
  it('stand on an axis that counts in minutes', () => {
    expect([0, 80, 400, 840, 1_700, 5_000, 90_000].map(stepOf)).toEqual([15, 15, 120, 300, 300, 900, 18_000])
  })
})
