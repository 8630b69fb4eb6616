/** A store's shifts, and the X and Z reports of its days. Money in minor units. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import { whole } from './whole'

type Schemas = components['schemas']
export type Shift = Schemas['Shift']
export type ListedDay = Schemas['ListedDay']
export type ListedDays = Schemas['ListedDays']
/** What the document leaves open: rows of sums. */
export interface DayReport extends Omit<Schemas['DayReport'], 'channels' | 'taxes' | 'tenders' | 'adjustments'> {
  channels: { channel: string; orders: number; total: number; late_checks: number }[]
  taxes: { name: string; rate: string; inclusive: boolean; base: number; tax: number }[]
  tenders: { tender: string; payments: number; taken: number; tips: number; given_back: number; late_taken?: number; late_given_back?: number }[]
  adjustments: { kind: string; was_fired: boolean; times: number; amount: number }[]
}

export const listDays = (store_id: string, query: { from?: string; to?: string }) =>
  whole<ListedDays>(api.GET('/stores/{store_id}/days', { params: { path: { store_id }, query } }))
export const dayReport = (store_id: string, day: string) =>
  whole<{ report: DayReport }>(api.GET('/stores/{store_id}/days/{day}', { params: { path: { store_id, day } } })).then(({ report }) => report)
