/** Ticket times, to look at. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import { whole } from './whole'

type Schemas = components['schemas']
export type Times = Schemas['Times']
export type TimesRow = Schemas['TimesRow']
export type StationTimes = Schemas['StationTimes']
export type ProductTimes = Schemas['ProductTimes']
export type HourTimes = Schemas['HourTimes']

/** Of what was fired from one business day to another, both included. */
export const getTimes = (store_id: string, from: string, to: string) =>
  whole<Times>(api.GET('/stores/{store_id}/kitchen/times', { params: { path: { store_id }, query: { from, to } } }))
