/** Every call of the kitchen's screens by name. */
import { answer, api } from '@/shared/api/client'
import type { Board, CookCommand, Feed, Pickup, Station, Ticket } from './types'

const store = (storeId: string) => ({ path: { store_id: storeId } })
const station = (storeId: string, stationId: string) => ({ path: { store_id: storeId, station_id: stationId } })

export const fetchStations = (storeId: string) =>
  answer<{ stations: Station[] }>(api.GET('/stores/{store_id}/kitchen/stations', { params: store(storeId) }))

export const fetchBoard = (storeId: string, stationId: string) =>
  answer<Board>(api.GET('/stores/{store_id}/kitchen/stations/{station_id}/board', { params: station(storeId, stationId) }))

/** What was done lately, the latest first. */
export const fetchDone = (storeId: string, stationId: string) =>
  answer<{ tickets: Ticket[] }>(
    api.GET('/stores/{store_id}/kitchen/stations/{station_id}/done', { params: station(storeId, stationId) }),
  )

export const fetchFeed = (storeId: string, stationId: string, after: number) =>
  answer<Feed>(
    api.GET('/stores/{store_id}/kitchen/stations/{station_id}/feed', {
      params: { ...station(storeId, stationId), query: { after } },
    }),
  )

/** This screen lives, and has drawn everything up to a number: for screens without sockets. */
export const postHeard = (
  storeId: string,
  stationId: string,
  body: { screen_id: string; name: string; acked_seq: number },
) =>
  answer<{ server_time: string }>(
    api.POST('/stores/{store_id}/kitchen/stations/{station_id}/heard', { params: station(storeId, stationId), body }),
  )

export const postCommands = (storeId: string, commands: CookCommand[], idempotencyKey: string) =>
  answer<{ tickets: Ticket[] }>(
    api.POST('/stores/{store_id}/kitchen/commands', {
      params: store(storeId),
      body: { commands },
      headers: { 'Idempotency-Key': idempotencyKey },
    }),
  )

export const fetchPickup = (storeId: string) =>
  answer<Pickup>(api.GET('/stores/{store_id}/kitchen/pickup', { params: store(storeId) }))
