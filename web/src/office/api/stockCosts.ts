/** What stock is worth by the brand's costing method, and how it came to that. Quantities in stock units, money in the major unit, both as exact text. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import { whole } from './whole'

type Schemas = components['schemas']
export type Settings = Schemas['InventorySettings']
export type Costing = Settings['costing']
export type ItemCosts = Schemas['ItemCosts']
export const COSTINGS: readonly Costing[] = ['periodic', 'moving_average', 'fifo', 'standard']

export const itemCosts = (store_id: string, item_id: string) => whole<ItemCosts>(api.GET('/stores/{store_id}/inventory/stock/{item_id}', { params: { path: { store_id, item_id }, query: {} } }))
export const setInventorySettings = (body: Settings) => whole<Settings>(api.PUT('/inventory/settings', { body }))
