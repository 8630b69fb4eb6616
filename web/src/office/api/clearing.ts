/** Who owes whom between stores and head office. Money in minor units; positive: the store pays. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import type { FullName } from './accounts'
import { fetchFile } from './sheets'
import { whole } from './whole'

type Schemas = components['schemas']
export type Clearings = Schemas['Clearings']
export type ClearingHead = Schemas['ClearingHead']
export type Clearing = Schemas['Clearing']
export type Statement = Schemas['Statement']
export type StoreStatement = Schemas['StoreStatement']
export type Entry = StoreStatement['entries'][number]
export type Settlement = Schemas['Settlement']
export type Entities = Schemas['Entities']

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })
const clearing = (clearing_id: string) => ({ clearing_id })

export const listClearings = (cursor?: string) => whole<Clearings>(api.GET('/clearings', { params: { query: { cursor } } }))
export const closePeriod = (body: { from: string; to: string }, id: string) => whole<Clearing>(api.POST('/clearings', { body, headers: key(id) }))
export const getClearing = (id: string) => whole<Clearing>(api.GET('/clearings/{clearing_id}', { params: { path: clearing(id) } }))
export const storeStatement = (id: string, store_id: string, cursor?: string) =>
  whole<StoreStatement>(api.GET('/clearings/{clearing_id}/stores/{store_id}', { params: { path: { ...clearing(id), store_id }, query: { cursor } } }))
/** What it would come to, were these days closed now. */
export const settlementOf = (query: { from: string; to: string }) => whole<Settlement>(api.GET('/stored-value/settlement', { params: { query } }))
export const exportClearing = (id: string, storeId?: string) => fetchFile(`/clearings/${id}/export.xlsx${storeId ? `?${new URLSearchParams({ store_id: storeId })}` : ''}`)

export const listEntities = () => whole<Entities>(api.GET('/legal-entities'))
export const addEntity = (body: { name: FullName }, id: string) => whole<unknown>(api.POST('/legal-entities', { body, headers: key(id) }))
export const setStoreEntity = (store_id: string, entity: string | null) => whole<unknown>(api.PUT('/stores/{store_id}/legal-entity', { params: { path: { store_id } }, body: { entity } }))
