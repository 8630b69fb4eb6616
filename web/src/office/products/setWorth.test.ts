import { describe, expect, it } from 'vitest'
import type { StoreMenu } from '../api/prices'
import { worthOf } from './setWorth'

const menu: StoreMenu = {
  currency: 'CNY',
  products: [
    { id: 'noodles', kind: 'item', has_price: true, prices: { dine_in: 3200 }, variants: [{ id: 'l', prices: { dine_in: 4000 } }] },
    { id: 'cucumber', kind: 'item', has_price: true, prices: { dine_in: 1200 }, variants: [] },
    { id: 'beer', kind: 'item', has_price: false, prices: null, variants: [] },
  ],
}
const option = (product_id: string, is_default: boolean) => ({ id: null, product_id, variant_id: null, upcharge: 0, is_default, max: 1 })
const group = (...options: ReturnType<typeof option>[]) => ({ id: null, name: { zh: '', en: '' }, pick: 1, repeat: false, free: 0, options })

describe('worthOf', () => {
  it('sums what is fixed and what is picked by default, each in its size', () => {
    const set_fixed = [{ id: null, product_id: 'noodles', variant_id: 'l', quantity: 2 }]
    expect(worthOf({ set_fixed, set_groups: [group(option('cucumber', true), option('beer', false))] }, menu)).toBe(9200)
  })
  it('is unknown when a component has no price, or there is none', () => {
    expect(worthOf({ set_fixed: [], set_groups: [group(option('beer', true))] }, menu)).toBeNull()
    expect(worthOf({ set_fixed: [], set_groups: [] }, menu)).toBeNull()
  })
})
