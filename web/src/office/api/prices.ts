/** List prices, why one holds, and what can be sold at a store just now. */
import { api } from '@/shared/api/client'
import type { Channel } from './channels'
import type { When } from './menu'
import type { Page, PageQuery } from './paging'
import { whole } from './whole'

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

export interface PriceFields extends When {
  product_id: string
  variant_id: string | null
  region_id: string | null
  amount: number
  member_amount: number | null
}
export interface Price extends PriceFields {
  id: string
}
const price = (price_id: string) => ({ path: { price_id } })

export const listPrices = (query: PageQuery & { product_id?: string; store_id?: string; region_id?: string }) =>
  whole<Page<Price>>(api.GET('/menu/prices', { params: { query } }))
export const addPrice = (body: PriceFields, id: string) => whole<Price>(api.POST('/menu/prices', { body, headers: key(id) }))
export const changePrice = (id: string, body: Partial<PriceFields>) =>
  whole<Price>(api.PATCH('/menu/prices/{price_id}', { params: price(id), body }))
export const removePrice = (id: string) => whole<unknown>(api.DELETE('/menu/prices/{price_id}', { params: price(id) }))

export interface Candidate {
  price: Price
  holds: boolean
  won: boolean
  reason: string
}
export interface Explanation {
  amount: number | null
  currency: string
  at: string
  until: string | null
  is_sold: boolean
  candidates: Candidate[]
}
export const explainPrice = (query: { store_id: string; product_id: string; variant_id?: string; channel: Channel; at?: string }) =>
  whole<Explanation>(api.GET('/menu/price-explain', { params: { query } }))

// --- 86 ------------------------------------------------------------------------------------------------------------

export interface Availability {
  product_id: string
  variant_id: string | null
  state: 'in' | 'out' | 'countdown'
  left: string | number | null
}
const store = (store_id: string) => ({ path: { store_id } })

export const listAvailability = (storeId: string) =>
  whole<{ items: Availability[] }>(api.GET('/stores/{store_id}/availability', { params: store(storeId) }))
export const setAvailability = (
  storeId: string,
  body: { product_id: string; variant_id?: string | null; state: Availability['state']; left?: string },
  id: string,
) => whole<{ items: Availability[] }>(api.POST('/stores/{store_id}/availability', { params: store(storeId), body, headers: key(id) }))

/** What the till of a store shows: here for the prices that hold there now. */
export interface StoreMenu {
  currency: string
  products: { id: string; kind: string; has_price: boolean; prices: Partial<Record<Channel, number | null>> | null; variants: { id: string; prices: Partial<Record<Channel, number | null>> | null }[] }[]
}
export const getStoreMenu = (storeId: string) => whole<StoreMenu>(api.GET('/stores/{store_id}/menu', { params: store(storeId), cache: 'no-cache' }))
