/** Counting a store's stock: sheets, entries, results. */
import { api } from '@/shared/api/client'
import type { FullName } from './accounts'
import type { ItemTag } from './items'
import type { Page, PageQuery } from './paging'
import { whole } from './whole'

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

export type CountKind = 'full' | 'spot' | 'cycle'
export type CountState = 'open' | 'submitted' | 'recount' | 'approved' | 'cancelled'
export const COUNT_KINDS: readonly CountKind[] = ['full', 'spot', 'cycle']

export interface Count {
  id: string
  store_id: string
  kind: CountKind
  at: string
  state: CountState
  is_blind: boolean
  note: string | null
  opened_at: string
  approved_at: string | null
  items: number
  counted: number
}
export interface NewCount {
  id: string
  kind: CountKind
  at: string | null
  is_blind: boolean
  item_ids: string[] | null
  category_id: string | null
  note: string | null
}
export interface CountEntry {
  id: string
  location_id: string | null
  quantity: string
  unit: string
  stock_quantity: string
  counted_at: string
  counted_by: string
  counted_by_name: string | null
}
/** `book`, `closing` and `is_within` are null on a blind sheet, except for who approves. */
export interface SheetLine {
  item: ItemTag
  round: number
  units: string[]
  entries: CountEntry[]
  counted: string | null
  closing: string | null
  book: string | null
  is_within: boolean | null
}
export interface SheetPlace {
  location_id: string | null
  name: FullName
  lines: SheetLine[]
}
export interface Sheet {
  count: Count
  locations: SheetPlace[]
}
/** What the tablet sends; the id is its own, so that an entry sent twice is one. */
export interface NewEntry {
  id: string
  item_id: string
  location_id: string | null
  quantity: string
  unit: string
  counted_at: string
  replaces: string | null
}
export interface CountResult {
  item: ItemTag
  counted: string
  moved: string
  closing: string
  book: string
  adjusted: string
  computed_at: string
}
const at = (store_id: string) => ({ path: { store_id } })
const count = (store_id: string, count_id: string) => ({ path: { store_id, count_id } })

export const listCounts = (storeId: string, query: PageQuery) =>
  whole<Page<Count>>(api.GET('/stores/{store_id}/inventory/counts', { params: { ...at(storeId), query } }))
export const openCount = (storeId: string, body: NewCount) =>
  whole<Count>(api.POST('/stores/{store_id}/inventory/counts', { params: at(storeId), body, headers: key(body.id) }))
export const getSheet = (storeId: string, id: string) => whole<Sheet>(api.GET('/stores/{store_id}/inventory/counts/{count_id}', { params: count(storeId, id) }))
export const cancelCount = (storeId: string, id: string) =>
  whole<unknown>(api.DELETE('/stores/{store_id}/inventory/counts/{count_id}', { params: count(storeId, id) }))
export const enterCounts = (storeId: string, id: string, entries: NewEntry[], requestId: string) =>
  whole<Sheet>(api.POST('/stores/{store_id}/inventory/counts/{count_id}/entries', { params: count(storeId, id), body: { entries }, headers: key(requestId) }))
export const submitCount = (storeId: string, id: string, requestId: string) =>
  whole<Sheet>(api.POST('/stores/{store_id}/inventory/counts/{count_id}/submit', { params: count(storeId, id), headers: key(requestId) }))
export const recountItems = (storeId: string, id: string, item_ids: string[], requestId: string) =>
  whole<Sheet>(api.POST('/stores/{store_id}/inventory/counts/{count_id}/recount', { params: count(storeId, id), body: { item_ids }, headers: key(requestId) }))
export const approveCount = (storeId: string, id: string, requestId: string) =>
  whole<Sheet>(api.POST('/stores/{store_id}/inventory/counts/{count_id}/approve', { params: count(storeId, id), headers: key(requestId) }))
export const getResults = (storeId: string, id: string) =>
  whole<{ results: CountResult[] }>(api.GET('/stores/{store_id}/inventory/counts/{count_id}/results', { params: count(storeId, id) })).then((answer) => answer.results)
