/** A store's kitchen as head office sets it up: stations, and the rules by which dishes find them. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import type { FullName } from './accounts'
import type { Channel } from './channels'
import { whole } from './whole'

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

export interface StationFields {
  name: FullName
  /** The expo station makes nothing: it sees every ticket and hands out. */
  kind: 'prep' | 'expo'
  /** Stations with the same pool share the load. */
  pool: string | null
  is_default: boolean
  sort: number
  ack_seconds: number
  warn_percent: number
  printer: string | null
  print_always: boolean
  stand_in_id: string | null
  divert_after_seconds: number | null
}
export interface Station extends StationFields {
  id: string
  diverted_to: string | null
  diverted_by: string | null
  version: number
}
/** Every condition that is given must hold; null means any. */
export interface RouteFields {
  station_id: string
  product_id: string | null
  category_id: string | null
  option_id: string | null
  channel: Channel | null
  /** Bit 0 is Monday. */
  weekdays: number | null
  start_minute: number | null
  end_minute: number | null
}
export interface Route extends RouteFields {
  id: string
  version: number
}
const store = (store_id: string) => ({ path: { store_id } })
const station = (store_id: string, station_id: string) => ({ path: { store_id, station_id } })
const route = (store_id: string, route_id: string) => ({ path: { store_id, route_id } })
/** `version`: the one that was edited. */
type Changed<Fields> = Partial<Fields> & { version: number }
type Schemas = components['schemas']
const asStation = (found: Schemas['StationSummary']) => found as Station

export const listStations = async (storeId: string) => {
  const found = await whole<Schemas['Stations']>(api.GET('/stores/{store_id}/kitchen/stations', { params: store(storeId) }))
  return found.stations.map(asStation)
}
export const addStation = async (storeId: string, body: StationFields, id: string) =>
  asStation(await whole<Schemas['Station']>(api.POST('/stores/{store_id}/kitchen/stations', { params: store(storeId), body, headers: key(id) })))
export const changeStation = async (storeId: string, stationId: string, body: Changed<StationFields>) =>
  asStation(await whole<Schemas['Station']>(api.PATCH('/stores/{store_id}/kitchen/stations/{station_id}', { params: station(storeId, stationId), body })))
export const archiveStation = (storeId: string, stationId: string) =>
  whole<unknown>(api.DELETE('/stores/{store_id}/kitchen/stations/{station_id}', { params: station(storeId, stationId) }))

export const listRoutes = async (storeId: string) => {
  const found = await whole<Schemas['Routes']>(api.GET('/stores/{store_id}/kitchen/routes', { params: store(storeId) }))
  return found.routes as Route[]
}
export const addRoute = (storeId: string, body: RouteFields, id: string) =>
  whole<Route>(api.POST('/stores/{store_id}/kitchen/routes', { params: store(storeId), body, headers: key(id) }))
export const changeRoute = (storeId: string, routeId: string, body: Changed<RouteFields>) =>
  whole<Route>(api.PATCH('/stores/{store_id}/kitchen/routes/{route_id}', { params: route(storeId, routeId), body }))
export const removeRoute = (storeId: string, routeId: string) =>
  whole<unknown>(api.DELETE('/stores/{store_id}/kitchen/routes/{route_id}', { params: route(storeId, routeId) }))
