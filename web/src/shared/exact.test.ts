import { describe, expect, it } from 'vitest'
import { absolute, compared, minus, ratioOf, signOf, sumOf } from './exact'

describe('exact decimals', () => {
  it('add up to the last digit, which floats would lose', () => {
    expect(sumOf(['3733.678', '1554.6875', '301.6', '536.9'])).toBe('6126.8655')
    expect(sumOf(['0.1', '0.2'])).toBe('0.3')
    expect(sumOf(['999999999999.000000000001', '0.000000000001'])).toBe('999999999999.000000000002')
    expect(sumOf([])).toBe('0')
  })
  it('know their sign and their order', () => {
    expect(minus('209.678', '220.078')).toBe('-10.4')
    expect([signOf('-0.0'), signOf('-0.1'), signOf('3')]).toEqual([0, -1, 1])
    expect(absolute('-10.40')).toBe('10.4')
    expect(['10', '9.5', '-3'].sort(compared)).toEqual(['-3', '9.5', '10'])
  })
  it('divide to so many places, and not by nothing', () => {
    expect(ratioOf('6126.8655', '26000')).toBe('0.23564867')
    expect(ratioOf('-10.4', '0.4')).toBe('-26')
    expect(ratioOf('1', '0.00')).toBeNull()
  })
  it('refuse what is no decimal', () => {
    expect(() => sumOf(['1e5'])).toThrow(RangeError)
  })
})
