import { describe, expect, it } from 'vitest'
import { quantityText, thousandths, timesQuantity } from './quantity'

describe('quantities', () => {
  it('are exact', () => {
    expect(thousandths('0.350')).toBe(350)
    expect(thousandths('2')).toBe(2000)
    expect(thousandths('1.000')).toBe(1000)
    expect(thousandths('1.0000')).toBe(1000)
    expect(thousandths('-1.5')).toBe(-1500)
    expect(() => thousandths('1.2345')).toThrow()
    expect(() => thousandths('')).toThrow()
  })
  it('are written shortly', () => {
    expect(quantityText(350)).toBe('0.35')
    expect(quantityText(2000)).toBe('2')
    expect(quantityText(-1500)).toBe('-1.5')
  })
  it('round a price once, halves away from zero', () => {
    expect(timesQuantity(9900, 350)).toBe(3465)
    expect(timesQuantity(1, 500)).toBe(1)
    expect(timesQuantity(-1, 500)).toBe(-1)
    expect(timesQuantity(333, 1500)).toBe(500)
  })
})
