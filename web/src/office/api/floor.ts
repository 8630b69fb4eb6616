/** A store's areas and tables, in hundredths of a metre. */
import { api } from '@/shared/api/client'
import type { FullName } from './accounts'
import type { Page, PageQuery } from './paging'
import { whole } from './whole'

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

export interface Area {
  id: string
  store_id: string
  name: FullName
  sort: number
  archived: boolean
}
export type AreaFields = Pick<Area, 'name' | 'sort'>

export const SHAPES = ['square', 'round', 'long'] as const
export interface TableFields {
  area_id: string
  name: string
  seats: number
  x: number
  y: number
  w: number
  h: number
  shape: (typeof SHAPES)[number]
}
export interface Table extends TableFields {
  id: string
  store_id: string
  archived: boolean
}
const store = (store_id: string) => ({ path: { store_id } })

export const listAreas = (storeId: string, query: PageQuery) => whole<Page<Area>>(api.GET('/stores/{store_id}/areas', { params: { ...store(storeId), query } }))
export const addArea = (storeId: string, body: AreaFields, id: string) =>
  whole<Area>(api.POST('/stores/{store_id}/areas', { params: store(storeId), body, headers: key(id) }))
export const changeArea = (store_id: string, area_id: string, body: Partial<AreaFields>) =>
  whole<Area>(api.PATCH('/stores/{store_id}/areas/{area_id}', { params: { path: { store_id, area_id } }, body }))
export const archiveArea = (store_id: string, area_id: string) =>
  whole<unknown>(api.DELETE('/stores/{store_id}/areas/{area_id}', { params: { path: { store_id, area_id } } }))

export const listTables = (storeId: string, query: PageQuery) => whole<Page<Table>>(api.GET('/stores/{store_id}/tables', { params: { ...store(storeId), query } }))
export const addTable = (storeId: string, body: TableFields, id: string) =>
  whole<Table>(api.POST('/stores/{store_id}/tables', { params: store(storeId), body, headers: key(id) }))
export const changeTable = (store_id: string, table_id: string, body: Partial<TableFields>) =>
  whole<Table>(api.PATCH('/stores/{store_id}/tables/{table_id}', { params: { path: { store_id, table_id } }, body }))
export const archiveTable = (store_id: string, table_id: string) =>
  whole<unknown>(api.DELETE('/stores/{store_id}/tables/{table_id}', { params: { path: { store_id, table_id } } }))
