import { describe, expect, it } from 'vitest'
import { formatBrief, formatMoney, formatShort, inMain, minorDigits, parseMoney } from './money'

describe('money', () => {
  it('knows the decimals of a currency', () => {
    expect(minorDigits('CNY')).toBe(2)
    expect(minorDigits('JPY')).toBe(0)
  })
  it('is a number of the main unit in a spreadsheet', () => {
    expect([inMain(5850, 'CNY'), inMain(1200, 'JPY'), inMain(-50, 'USD')]).toEqual([58.5, 1200, -0.5])
  })
  it('is written with the short sign in both languages', () => {
    expect(formatMoney(5800, 'CNY', 'zh-CN')).toBe('¥58.00')
    expect(formatMoney(5800, 'CNY', 'en')).toBe('¥58.00')
    expect(formatMoney(123456789, 'CNY', 'en')).toBe('¥1,234,567.89')
    expect(formatMoney(1200, 'JPY', 'en')).toBe('¥1,200')
    expect(formatMoney(-50, 'USD', 'en')).toBe('-$0.50')
  })
  it('is brief in a nudge', () => {
    expect([1000, 100000, 1120, 0].map((minor) => formatBrief(minor, 'CNY', 'en'))).toEqual(['¥10', '¥1,000', '¥11.20', '¥0'])
    expect(formatBrief(1000, 'JPY', 'en')).toBe('¥1,000')
  })
  it('is short on tiles', () => {
    expect(formatShort(5800, 'CNY')).toBe('58')
    expect(formatShort(5850, 'CNY')).toBe('58.5')
  })
  it('is read exactly, or not at all', () => {
    expect(parseMoney('58', 'CNY')).toBe(5800)
    expect(parseMoney('58.5', 'CNY')).toBe(5850)
    expect(parseMoney('0.29', 'CNY')).toBe(29)
    expect(parseMoney('58.505', 'CNY')).toBeNull()
    expect(parseMoney('1.5', 'JPY')).toBeNull()
    expect(parseMoney('x', 'CNY')).toBeNull()
    expect(parseMoney('', 'CNY')).toBeNull()
  })
})
