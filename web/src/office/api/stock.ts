/** A store's documents and stock, and where things lie in it. */
import { api } from '@/shared/api/client'
import type { FullName } from './accounts'
import type { ItemTag } from './items'
import type { Page, PageQuery } from './paging'
import { whole } from './whole'

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

export type DocumentKind = 'receipt' | 'return' | 'transfer' | 'production' | 'waste' | 'staff_meal' | 'price_correction'
export type DocumentState = 'draft' | 'posted' | 'shipped' | 'received' | 'cancelled'
export const DOCUMENT_KINDS: readonly DocumentKind[] = ['receipt', 'return', 'transfer', 'production', 'waste', 'staff_meal', 'price_correction']
export const DOCUMENT_STATES: readonly DocumentState[] = ['draft', 'posted', 'shipped', 'received', 'cancelled']
export const CAUSES = ['expired', 'spoiled', 'prep_error', 'dropped', 'overproduction', 'quality', 'other'] as const
export type Cause = (typeof CAUSES)[number]

export interface NewLine {
  item_id: string
  quantity: string
  unit: string
  stock_quantity?: string | null
  unit_cost?: string | null
  unit_price?: string | null
  lot?: { code: string; expires_on: string | null } | null
  is_output?: boolean
}
export interface DocumentLine {
  line_no: number
  item_id: string
  item: ItemTag
  quantity: string
  unit: string
  stock_quantity: string
  unit_cost: string | null
  unit_price: string | null
  received_quantity: string | null
  is_output: boolean
}
export interface NewDocument {
  id: string
  kind: DocumentKind
  at: string | null
  other_store_id: string | null
  reference: string | null
  supplier: string | null
  cause: Cause | null
  photo_id: string | null
  note: string | null
  refers_to: string | null
  lines: NewLine[]
}
export interface StockDocument {
  id: string
  store_id: string
  kind: DocumentKind
  number: number
  state: DocumentState
  other_store_id: string | null
  at: string
  shipped_at: string | null
  received_at: string | null
  reference: string | null
  supplier: string | null
  cause: string | null
  photo_url: string | null
  photo_id: string | null
  note: string | null
  refers_to: string | null
  posted_at: string | null
  version: number
  lines: DocumentLine[]
}
export interface DocumentQuery extends PageQuery {
  kind?: DocumentKind
  state?: DocumentState
}
const at = (store_id: string) => ({ path: { store_id } })
const document = (store_id: string, document_id: string) => ({ path: { store_id, document_id } })

export const listDocuments = (storeId: string, query: DocumentQuery) =>
  whole<Page<StockDocument>>(api.GET('/stores/{store_id}/inventory/documents', { params: { ...at(storeId), query } }))
export const getDocument = (storeId: string, id: string) =>
  whole<StockDocument>(api.GET('/stores/{store_id}/inventory/documents/{document_id}', { params: document(storeId, id) }))
export const addDocument = (storeId: string, body: NewDocument, requestId: string) =>
  whole<StockDocument>(api.POST('/stores/{store_id}/inventory/documents', { params: at(storeId), body, headers: key(requestId) }))
export const cancelDocument = (storeId: string, id: string) =>
  whole<unknown>(api.DELETE('/stores/{store_id}/inventory/documents/{document_id}', { params: document(storeId, id) }))
export const postDocument = (storeId: string, id: string, requestId: string) =>
  whole<StockDocument>(api.POST('/stores/{store_id}/inventory/documents/{document_id}/post', { params: document(storeId, id), headers: key(requestId) }))
export const shipDocument = (storeId: string, id: string, requestId: string) =>
  whole<StockDocument>(
    api.POST('/stores/{store_id}/inventory/documents/{document_id}/ship', { params: document(storeId, id), body: { at: null }, headers: key(requestId) }),
  )
export const receiveDocument = (storeId: string, id: string, lines: { line_no: number; quantity: string }[], requestId: string) =>
  whole<StockDocument>(
    api.POST('/stores/{store_id}/inventory/documents/{document_id}/receive', { params: document(storeId, id), body: { at: null, lines }, headers: key(requestId) }),
  )

export interface StockLine {
  item: ItemTag
  on_hand: string
  unit_cost: string | null
  value: string | null
  last_cost: string | null
  standard_cost: string
  par: string | null
  reorder: string | null
  is_negative: boolean
  is_low: boolean
}
export interface Expiring {
  item: ItemTag
  lot: string
  expires_on: string
  quantity: string
  is_expired: boolean
}
export interface Stock {
  at: string
  costing: string
  lines: StockLine[]
  value: string
  expiring: Expiring[]
}
export const getStock = (storeId: string) => whole<Stock>(api.GET('/stores/{store_id}/inventory/stock', { params: { ...at(storeId), query: {} } }))

export interface Move {
  id: string
  item: ItemTag
  at: string
  reason: string
  quantity: string
  unit_cost: string | null
  document_id: string | null
  cause: string | null
  prior_period: string | null
}
export const listMoves = (storeId: string, query: PageQuery & { item_id?: string }) =>
  whole<Page<Move>>(api.GET('/stores/{store_id}/inventory/moves', { params: { ...at(storeId), query } }))

export interface Location {
  id: string
  name: FullName
  sort: number
  items: ItemTag[]
}
export interface LocationFields {
  name: FullName
  item_ids: string[]
}
const location = (store_id: string, location_id: string) => ({ path: { store_id, location_id } })

export const listLocations = (storeId: string) =>
  whole<{ locations: Location[] }>(api.GET('/stores/{store_id}/inventory/locations', { params: at(storeId) })).then((answer) => answer.locations)
export const addLocation = (storeId: string, body: LocationFields, id: string) =>
  whole<Location>(api.POST('/stores/{store_id}/inventory/locations', { params: at(storeId), body, headers: key(id) }))
export const changeLocation = (storeId: string, id: string, body: Partial<LocationFields> & { archived?: boolean }) =>
  whole<Location>(api.PATCH('/stores/{store_id}/inventory/locations/{location_id}', { params: location(storeId, id), body }))
export const orderLocations = (storeId: string, location_ids: string[]) =>
  whole<unknown>(api.PUT('/stores/{store_id}/inventory/locations/order', { params: at(storeId), body: { location_ids } }))

export interface Par {
  item_id: string
  par: string
  reorder: string
}
export const listPars = (storeId: string) =>
  whole<{ pars: (Par & { item: ItemTag })[] }>(api.GET('/stores/{store_id}/inventory/pars', { params: at(storeId) })).then((answer) => answer.pars)
export const setPars = (storeId: string, pars: Par[]) => whole<unknown>(api.PUT('/stores/{store_id}/inventory/pars', { params: at(storeId), body: { pars } }))
