import type { Item, ItemFields } from '../api/items'

const KEYS = [
  'code', 'name', 'category_id', 'kind', 'stock_unit', 'is_stocked', 'is_catch_weight', 'yield_rate', 'density', 'allergens', 'shelf_life_days', 'tolerance_percent', 'units',
] as const satisfies readonly (keyof ItemFields)[]

export const itemFieldsOf = (item: ItemFields): ItemFields => Object.fromEntries(KEYS.map((key) => [key, item[key]])) as unknown as ItemFields

export const newItem = (): Item => ({
  id: '',
  version: 1,
  archived: false,
  factors: [],
  code: '',
  name: { zh: '', en: '' },
  category_id: null,
  kind: 'raw',
  stock_unit: 'kg',
  is_stocked: true,
  is_catch_weight: false,
  yield_rate: null,
  density: null,
  allergens: [],
  shelf_life_days: null,
  tolerance_percent: null,
  units: [],
})

/** What stock is kept in, most often. */
export const STOCK_UNITS = ['kg', 'g', '斤', 'l', 'ml', 'pc']
