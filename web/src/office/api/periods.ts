/** Up to which business day a store's books are closed. */
import { api } from '@/shared/api/client'
import { whole } from './whole'

interface Closed {
  closed: string[]
}
const store = (store_id: string) => ({ path: { store_id } })
/** The last day of the newest closed books; null where none are closed. */
const newest = ({ closed }: Closed) => closed.at(-1) ?? null

export const closedUntil = (storeId: string) => whole<Closed>(api.GET('/stores/{store_id}/inventory/periods', { params: store(storeId) })).then(newest)
/** The id makes a repeated try the same closing. */
export const closeBooks = (storeId: string, ends_on: string, id: string) =>
  whole<Closed>(api.POST('/stores/{store_id}/inventory/periods', { params: store(storeId), headers: { 'Idempotency-Key': id }, body: { ends_on } })).then(newest)
