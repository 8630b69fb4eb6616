import { describe, expect, it } from 'vitest'
import { moneyByCause, worstCause } from './causes'

describe('the worst cause', () => {
  it('is the largest either way', () => {
    expect(worstCause(moneyByCause({ given_value: '32', wasted_value: '99.2', yield_value: '0', unexplained_value: '128.8' }))).toBe('unexplained')
    expect(worstCause({ given: '5', wasted: '9.5', yield_variance: '-10', unexplained: '1' })).toBe('yield_variance')
  })
  it('is none where nothing weighs', () => {
    expect(worstCause({ given: '0', wasted: '0', yield_variance: '0', unexplained: '0' })).toBeNull()
  })
})
