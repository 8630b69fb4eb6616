/** Orders and sales figures, to look at. */
import { api } from '@/shared/api/client'
import type { Order, OrderState, OrderSummary } from '@/shared/api/types'
import type { FullName } from './accounts'
import type { Page, PageQuery } from './paging'
import { whole } from './whole'

export type { Order, OrderState }
export interface OrderRow extends OrderSummary {
  first_lines: FullName[]
  line_count: number
  is_late: boolean
  currency: string
}
export interface OrderQuery extends PageQuery {
  state?: OrderState
  business_date?: string
  q?: string
}
export const listOrders = (store_id: string, query: OrderQuery) =>
  whole<Page<OrderRow>>(api.GET('/stores/{store_id}/orders', { params: { path: { store_id }, query } }))
export const getOrder = (store_id: string, order_id: string) =>
  whole<{ order: Order }>(api.GET('/stores/{store_id}/orders/{order_id}', { params: { path: { store_id, order_id } } }))

export interface Sums {
  orders: number
  covers: number
  gross: number
  comps: number
  discounts: number
  net: number
  tax: number
  total: number
  tips: number
  refunds: number
  refund_count: number
}
export interface StoreRank extends Sums {
  store_id: string
  code: string
  name: FullName
  currency: string
}
export interface BrandSales {
  from: string
  to: string
  totals: Sums
  stores: StoreRank[]
}
export interface StoreSales {
  from: string
  to: string
  currency: string
  totals: Sums
  days: (Sums & { business_date: string })[]
  hours: { hour: number; orders: number; total: number }[]
  products: { product_id: string; variant_id: string | null; name: FullName | null; variant_name: FullName | null; units: string; revenue: number; set_units: string; set_revenue: number }[]
}
export const brandSales = (query: { from?: string; to?: string }) => whole<BrandSales>(api.GET('/sales', { params: { query } }))
export const storeSales = (store_id: string, query: { from?: string; to?: string; top?: number }) =>
  whole<StoreSales>(api.GET('/stores/{store_id}/sales', { params: { path: { store_id }, query } }))
