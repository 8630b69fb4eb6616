import { describe, expect, it } from 'vitest'
import { times } from '@/shared/exact'
import { majorOf, parseExact, percentOf, percentOfShare, shareOfPercent, shownExact, shownMoney } from './exact'

describe('what people type', () => {
  it('is an exact number, with a comma or a point, or none', () => {
    expect(['12', '1,5', '.5', '2.', '-0.10', '007'].map(parseExact)).toEqual(['12', '1.5', '0.5', '2', '-0.1', '7'])
    expect(['', '.', 'a', '1.2.3', '1e3'].map(parseExact)).toEqual([null, null, null, null, null])
  })
  it('is percent for yields', () => {
    expect(shareOfPercent('93.75')).toBe('0.9375')
    expect(shareOfPercent('800')).toBe('8')
    expect(percentOfShare('0.9375')).toBe('93.75')
    expect(percentOfShare(null)).toBe('')
  })
})

describe('figures', () => {
  it('multiply to the last digit', () => {
    expect(times('0.1', '0.2')).toBe('0.02')
    expect(times('-12.5', '41.38')).toBe('-517.25')
  })
  it('compare in percent', () => {
    expect(percentOf('9.88', '38')).toBe('26')
    expect(percentOf('1', '0')).toBeNull()
  })
  it('turn minor units into major ones', () => {
    expect([majorOf(3800, 2), majorOf(-5, 2), majorOf(12, 0)]).toEqual(['38.00', '-0.05', '12'])
  })
  it('are rounded only for the eye, exactly', () => {
    expect(shownExact('12345678901234567.8915', 'en')).toBe('12,345,678,901,234,567.892')
    expect(shownMoney('9.884', 'CNY', 'zh-CN')).toBe('¥9.88')
  })
})
