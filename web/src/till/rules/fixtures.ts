import type { Line, Menu, Order, Prices, Product } from '@/shared/api/types'
import { makeCatalogue } from './catalogue'

/** A small menu and small orders for the tests of the rules. */
export const prices = (dine_in: number, delivery = dine_in): Prices => ({ dine_in, takeaway: dine_in, delivery, own_app: dine_in })

export const product = (id: string, price: number, more: Partial<Product> = {}): Product => ({
  id,
  code: id.toUpperCase(),
  name: { zh: id, en: id },
  search: id,
  category_id: 'c1',
  kind: 'item',
  prices: prices(price, price + 200),
  tax: null,
  variants: [],
  group_links: [],
  set_groups: [],
  set_fixed: [],
  tags: [],
  allergens: [],
  picture_url: null,
  color: null,
  sort: 0,
  is_seasonal: false,
  has_price: true,
  ...more,
})

const LINKS = { spice: { min: 1, max: 1, free: 0 }, extras: { min: 0, max: 3, free: 1 }, sauces: { min: 1, max: 1, free: 0 } }
const link = (group_id: keyof typeof LINKS) => ({ group_id, ...LINKS[group_id] })
const option = (id: string, price: number, more: object = {}) => ({ id, name: { zh: id, en: id }, prices: prices(price), max: 1, is_default: false, group_links: [], ...more })

const menu: Menu = {
  version: '1',
  currency: 'CNY',
  valid_until: null,
  categories: [{ id: 'c1', name: { zh: '面', en: 'Noodles' }, color: '#b23a16', sort: 0 }],
  products: [
    product('noodles', 2880, { group_links: [link('extras'), link('spice')] }),
    product('dandan', 1690, { group_links: [link('spice')] }),
    product('cucumber', 999),
    product('beer', 1200),
    product('lamian', 0, {
      prices: null,
      variants: [
        { id: 'small', name: { zh: '小', en: 'S' }, code: 'S', prices: prices(1800) },
        { id: 'large', name: { zh: '大', en: 'L' }, code: 'L', prices: prices(2400) },
      ],
    }),
    product('beef', 9800, { kind: 'weighed' }),
    product('greens', 0, { kind: 'open_price', prices: null }),
    product('set', 5000, {
      kind: 'set_meal',
      set_fixed: [{ id: 'fixed', product_id: 'cucumber', variant_id: null, quantity: 1 }],
      set_groups: [
        {
          id: 'main',
          name: { zh: '主食', en: 'Main' },
          pick: 2,
          repeat: true,
          free: 1,
          options: [
            { id: 'main-noodles', product_id: 'noodles', variant_id: null, upcharge: 300, is_default: true, max: 2 },
            { id: 'main-dandan', product_id: 'dandan', variant_id: null, upcharge: 0, is_default: false, max: 2 },
          ],
        },
        {
          id: 'drink',
          name: { zh: '饮料', en: 'Drink' },
          pick: 1,
          repeat: false,
          free: 0,
          options: [{ id: 'drink-beer', product_id: 'beer', variant_id: null, upcharge: 0, is_default: true, max: 1 }],
        },
      ],
    }),
  ],
  modifier_groups: [
    { id: 'spice', name: { zh: '辣', en: 'Spice' }, min: 1, max: 1, free: 0, options: [option('mild', 0, { is_default: true }), option('hot', 0)] },
    {
      id: 'extras',
      name: { zh: '加料', en: 'Extras' },
      min: 0,
      max: 3,
      free: 0,
      options: [option('egg', 300, { max: 2 }), option('meat', 1200), option('no-onion', -100), option('sauce', 100, { group_links: [link('sauces')] })],
    },
    { id: 'sauces', name: { zh: '酱', en: 'Sauce' }, min: 1, max: 1, free: 0, options: [option('soy', 0), option('truffle', 500)] },
  ],
  screen_order: ['set', 'noodles', 'dandan', 'cucumber', 'beer', 'lamian', 'beef', 'greens'],
  suggestions: [],
}
const SOMEBODY = { id: 'u', name: 'Li' }

export const catalogue = makeCatalogue(menu)

export const line = (id: string, more: Partial<Line> = {}): Line => ({
  id,
  product_id: 'cucumber',
  variant_id: null,
  kind: 'item',
  code: 'C',
  name: { zh: '黄瓜', en: 'Cucumber' },
  variant_name: null,
  list_price: 999,
  price_id: null,
  tax: { name: null, rate: '0', inclusive: true },
  suggestion_id: null,
  quantity: '1',
  voided: '0',
  comped: '0',
  unit_price: 999,
  modifiers: [],
  components: [],
  line_total: 999,
  net: 999,
  discount: 0,
  gift_of: null,
  member_price: null,
  refunded: 0,
  seat: null,
  course: 1,
  state: 'held',
  on_hold: false,
  revision: 1,
  note: null,
  added_at: '2026-01-01T04:00:00Z',
  added_by: SOMEBODY,
  fired_at: null,
  ...more,
})

export const order = (lines: Line[], more: Partial<Order> = {}): Order => {
  const total = lines.reduce((sum, one) => sum + one.net, 0)
  return {
    id: 'o',
    version: 1,
    store_id: 's',
    number: 1,
    pickup_number: 1,
    business_date: '2026-01-01',
    channel: 'dine_in',
    table_id: null,
    table_name: null,
    covers: null,
    guest_name: null,
    note: null,
    due_at: null,
    state: 'open',
    is_late: false,
    opened_at: '2026-01-01T04:00:00Z',
    closed_at: null,
    opened_by: SOMEBODY,
    merged_into: null,
    currency: 'CNY',
    member_id: null,
    wishes: { points: 0, coupons: [], kept_coupons: [], manual: null },
    deal: null,
    lines,
    checks: [],
    totals: { list: total, comped: 0, discounts: 0, net: total, service_charge: 0, tax: 0, rounding: 0, total, paid: 0, tips: 0, refunded: 0, written_off: 0, due: total, units: '0' },
    ...more,
  }
}
