import { describe, expect, it } from 'vitest'
import { costOfOne, lineCost, totalCost } from './lineCosts'

const grams = [{ unit: 'g', numerator: 1, denominator: 1000 }]

describe('lineCost', () => {
  it('takes the yield of the line before the item’s', () => {
    expect(lineCost({ quantity: '150', unit: 'g', yield_rate: null }, grams, '0.9375', '40')).toEqual({ gross: '0.16', cost: '6.4' })
    expect(lineCost({ quantity: '150', unit: 'g', yield_rate: '0.5' }, grams, '0.9375', '40')).toEqual({ gross: '0.3', cost: '12' })
  })
  it('lets a modifier take something away', () => {
    expect(lineCost({ quantity: '-50', unit: 'g', yield_rate: null }, grams, null, '10')).toEqual({ gross: '-0.05', cost: '-0.5' })
  })
  it('knows no cost without a price, a unit or a quantity, nor a total with one missing', () => {
    expect(lineCost({ quantity: '1', unit: 'g', yield_rate: null }, grams, null, null).cost).toBeNull()
    expect(lineCost({ quantity: '1', unit: 'box', yield_rate: null }, grams, null, '1').gross).toBeNull()
    expect(totalCost([{ gross: '1', cost: '2' }, { gross: '1', cost: null }])).toBeNull()
    expect(totalCost([{ gross: '1', cost: '2' }, { gross: '1', cost: '0.5' }])).toBe('2.5')
  })
  it('lets by-products bear their shares', () => {
    expect(costOfOne('48', '2', [{ cost_share: '0.25' }, { cost_share: '' }])).toBe('18')
    expect(costOfOne('48', '', [])).toBeNull()
    expect(costOfOne(null, '1', [])).toBeNull()
  })
})
