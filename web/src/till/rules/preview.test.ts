import { describe, expect, it } from 'vitest'
import { catalogue } from './fixtures'
import { listPrice, previewLine, tilePrice } from './preview'

const base = { quantity: '1', modifiers: [], components: [] }
const total = (more: Parameters<typeof previewLine>[0], channel: Parameters<typeof previewLine>[1] = 'dine_in') => previewLine(more, channel, catalogue).total

describe('the price before the answer', () => {
  it('follows channel and size', () => {
    expect(total({ ...base, product_id: 'cucumber' })).toBe(999)
    expect(total({ ...base, product_id: 'cucumber' }, 'delivery')).toBe(1199)
    expect(total({ ...base, product_id: 'lamian', variant_id: 'large', quantity: '3' })).toBe(7200)
    const noodles = { ...catalogue.products.get('noodles')!, variants: [{ id: 'v', code: 'v', name: { zh: 'v', en: 'v' }, prices: {} }] }
    expect(listPrice(noodles, 'v', 'dine_in')).toBe(2880) // a size without a price of its own
  })
  it('gives the cheapest positive pieces of a group free, and always takes reductions off', () => {
    const modifiers = [
      { option_id: 'egg', quantity: 2 },
      { option_id: 'meat', quantity: 1 },
      { option_id: 'no-onion', quantity: 1 },
    ]
    expect(total({ ...base, product_id: 'noodles', modifiers })).toBe(2880 + 300 + 1200 - 100)
  })
  it('counts what an option brings along', () => {
    const modifiers = [
      { option_id: 'meat', quantity: 1 },
      { option_id: 'sauce', quantity: 1, modifiers: [{ option_id: 'truffle', quantity: 1 }] },
    ]
    expect(total({ ...base, product_id: 'noodles', modifiers })).toBe(2880 + 1200 + 500)
  })
  it('adds upcharges beyond the free ones and the components’ own modifiers', () => {
    const components = [
      { component_id: 'main-noodles', quantity: 2, modifiers: [{ option_id: 'egg', quantity: 2 }] },
      { component_id: 'drink-beer', quantity: 1, modifiers: [] },
    ]
    expect(total({ ...base, product_id: 'set', components })).toBe(5000 + 300 + 2 * 300)
    expect(total({ ...base, product_id: 'set', components, quantity: '3' })).toBe(3 * 5900)
  })
  it('rounds a weight once', () => {
    expect(total({ ...base, product_id: 'beef', quantity: '0.333' })).toBe(3263)
    expect(total({ ...base, product_id: 'greens', unit_price: 4200 })).toBe(4200)
  })
})

describe('a tile', () => {
  it('shows the lowest price of several', () => {
    expect(tilePrice(catalogue.products.get('lamian')!, 'dine_in')).toEqual({ amount: 1800, isFrom: true })
    expect(tilePrice(catalogue.products.get('noodles')!, 'delivery')).toEqual({ amount: 3080, isFrom: false })
    expect(tilePrice(catalogue.products.get('greens')!, 'dine_in')).toBeNull()
  })
})
