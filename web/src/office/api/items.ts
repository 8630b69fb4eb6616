/** Items, what they are measured in, what they should cost. Quantities and costs are exact decimals as text. */
import { api } from '@/shared/api/client'
import type { FullName } from './accounts'
import type { Page, PageQuery } from './paging'
import { whole } from './whole'

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

export interface ItemTag {
  id: string
  code: string
  name: FullName
  stock_unit: string
}

export interface ItemCategory {
  id: string
  name: FullName
  sort: number
  archived: boolean
}
export type ItemCategoryFields = Pick<ItemCategory, 'name' | 'sort'>

export const listItemCategories = (query: PageQuery) => whole<Page<ItemCategory>>(api.GET('/inventory/categories', { params: { query } }))
export const addItemCategory = (body: ItemCategoryFields, id: string) => whole<ItemCategory>(api.POST('/inventory/categories', { body, headers: key(id) }))

export type ItemKind = 'raw' | 'semi' | 'packaging'
export const ITEM_KINDS: readonly ItemKind[] = ['raw', 'semi', 'packaging']

/** One `unit` is `quantity` / `per` of `of_unit`. */
export interface ItemUnit {
  unit: string
  quantity: string
  per: number
  of_unit: string
  is_purchase: boolean
  is_count: boolean
  barcode: string | null
}
export interface ItemFields {
  code: string
  name: FullName
  category_id: string | null
  kind: ItemKind
  stock_unit: string
  is_stocked: boolean
  is_catch_weight: boolean
  yield_rate: string | null
  density: string | null
  allergens: string[]
  shelf_life_days: number | null
  tolerance_percent: string | null
  units: ItemUnit[]
}
/** One `unit` in stock units, as a fraction. */
export interface Factor {
  unit: string
  numerator: number
  denominator: number
}
export interface Item extends ItemFields {
  id: string
  version: number
  archived: boolean
  factors: Factor[]
}
export interface ItemQuery extends PageQuery {
  q?: string
  category_id?: string
  kind?: ItemKind
  archived?: boolean
}
const item = (item_id: string) => ({ path: { item_id } })

export const listItems = (query: ItemQuery) => whole<Page<Item>>(api.GET('/inventory/items', { params: { query } }))
export const getItem = (id: string) => whole<Item>(api.GET('/inventory/items/{item_id}', { params: item(id) }))
export const addItem = (body: ItemFields, id: string) => whole<Item>(api.POST('/inventory/items', { body, headers: key(id) }))
export const changeItem = (id: string, body: Partial<ItemFields> & { version: number; archived?: boolean }) =>
  whole<Item>(api.PATCH('/inventory/items/{item_id}', { params: item(id), body }))

export interface StandardPrice {
  id: string
  item_id: string
  price: string
  valid_from: string
  store_id: string | null
}
export type StandardPriceFields = Pick<StandardPrice, 'price' | 'valid_from' | 'store_id'>

export const listStandardPrices = (id: string) =>
  whole<{ prices: StandardPrice[] }>(api.GET('/inventory/items/{item_id}/standard-prices', { params: item(id) })).then((answer) => answer.prices)
export const setStandardPrice = (id: string, body: StandardPriceFields, requestId: string) =>
  whole<unknown>(api.POST('/inventory/items/{item_id}/standard-prices', { params: item(id), body, headers: key(requestId) }))

/** What one of everything should cost now; null where a price is missing. */
export interface StandardCost {
  node_kind: 'item' | 'product'
  id: string
  variant_id: string | null
  unit_cost: string | null
}
export const getCosts = (store_id?: string) =>
  whole<{ at: string; costs: StandardCost[] }>(api.GET('/inventory/costs', { params: { query: { store_id } } })).then((answer) => answer.costs)
