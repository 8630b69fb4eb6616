import { describe, expect, it } from 'vitest'
import type { Mix, MixDish } from '../api/foodMix'
import { budgetOf, keyOf, monthBefore, planOf, plannedShares, soldAsPlan, withPortions } from './plan'

const dish = (product_id: string, more: Partial<MixDish>): MixDish => ({
  product_id,
  variant_id: null,
  has_recipe: true,
  planned: null,
  price: null,
  planned_share: null,
  planned_cost: null,
  cost_each: null,
  sold: '0',
  list_price: null,
  sold_share: null,
  sold_cost: null,
  effect: null,
  ...more,
})
const mix: Mix = {
  from: '2026-11-16',
  to: '2026-11-22',
  store_id: null,
  currency: 'CNY',
  planned_from: '2026-11-01',
  list_sales: '26320',
  budget: '0.2136',
  actual: '0.2083586626',
  mix: '-0.0052413374',
  dishes: [
    dish('yuxiang', { planned: '0.6', price: 3800, cost_each: '9.88', sold: '500', list_price: 3824 }),
    dish('tudousi', { planned: '0.4', price: 1800, cost_each: '1.2', sold: '400', list_price: 1800 }),
    dish('extra', { sold: '20', list_price: 0 }),
    dish('water', { has_recipe: false, sold: '9', list_price: 300, sold_cost: '0' }),
    dish('gone', {}),
  ],
}

describe('a plan', () => {
  it('is what the mix was held against', () => {
    expect(planOf(mix)).toEqual({
      day: '2026-11-01',
      portions: [
        { product_id: 'tudousi', variant_id: null, portions: '0.4', price: 1800 },
        { product_id: 'yuxiang', variant_id: null, portions: '0.6', price: 3800 },
      ],
    })
    expect(planOf({ ...mix, planned_from: null, dishes: [] })).toEqual({ day: '2026-11-16', portions: [] })
  })
  it('can be what was sold, as far as there are recipes', () => {
    expect(soldAsPlan(mix).map((one) => [one.product_id, one.portions, one.price])).toEqual([
      ['extra', '20', 0],
      ['tudousi', '400', 1800],
      ['yuxiang', '500', 3824],
    ])
  })
  it('shares its sales out among its dishes', () => {
    const { portions } = planOf(mix)
    const [yuxiang, tudousi] = mix.dishes.map(keyOf)
    expect([...plannedShares(portions)]).toEqual([
      [tudousi, '0.24'],
      [yuxiang, '0.76'],
    ])
    expect(plannedShares([]).size).toBe(0)
  })
  it('has the share that the report begins at', () => {
    expect(budgetOf(planOf(mix).portions, mix.dishes, 2)).toBe('0.2136')
    expect(budgetOf(withPortions(planOf(mix).portions, mix.dishes[0]!, '0.6', 7600), mix.dishes, 2)).toBe('0.12136363')
    expect(budgetOf([], mix.dishes, 2)).toBeNull()
    const unknown = withPortions(planOf(mix).portions, { product_id: 'new', variant_id: null }, '1', 1000)
    expect(budgetOf(unknown, mix.dishes, 2)).toBeNull()
  })
  it('is the same again when a dish is taken out and put back', () => {
    const { portions } = planOf(mix)
    const less = withPortions(portions, mix.dishes[0]!, null, 0)
    expect(less.map((one) => one.product_id)).toEqual(['tudousi'])
    expect(withPortions(less, mix.dishes[0]!, '0.6', 3800)).toEqual(portions)
  })
})

describe('the month before', () => {
  it('is a whole one, over the turn of the year too', () => {
    expect(monthBefore('2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-10-31' })
    expect(monthBefore('2027-01-01')).toEqual({ from: '2026-12-01', to: '2026-12-31' })
    expect(monthBefore('2028-03-31')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  })
})
