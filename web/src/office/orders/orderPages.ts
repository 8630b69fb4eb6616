import { listOrders, type OrderRow, type OrderState } from '../api/orders'
import { usePages } from '../ui/pages'

export interface OrderFilter {
  storeId: string
  state: string
  business_date: string
  q: string
}

/** The orders that a filter leaves, newest first, page by page. */
export function useOrderPages(filter: () => OrderFilter | null) {
  return usePages<OrderRow, OrderFilter>(filter, ({ storeId, state, business_date, q }, cursor, limit = 50) =>
    listOrders(storeId, { state: (state || undefined) as OrderState | undefined, business_date: business_date || undefined, q: q || undefined, cursor, limit }),
  )
}
