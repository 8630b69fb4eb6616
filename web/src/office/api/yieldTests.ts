/** Measured yields (净料率) of an item. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import { whole } from './whole'

export type YieldTests = components['schemas']['YieldTests']
export interface Measured {
  gross: string | null
  net: string | null
  note: string | null
}

const item = (item_id: string) => ({ path: { item_id } })
export const listYieldTests = (id: string) => whole<YieldTests>(api.GET('/inventory/items/{item_id}/yield-tests', { params: item(id) }))
/** The id makes a repeated try the same test. */
export const addYieldTest = (id: string, { gross, net, note }: Measured, requestId: string) =>
  whole<YieldTests>(api.POST('/inventory/items/{item_id}/yield-tests', { params: item(id), headers: { 'Idempotency-Key': requestId }, body: { gross: gross ?? '', net: net ?? '', note } }))
