/** The kitchen's shapes under the names that its screens use. Quantities are decimal strings, moments ISO texts in UTC. */
import type { components } from '@/shared/api/schema'

type Schemas = components['schemas']

export type Station = Schemas['StationSummary']
export type Board = Schemas['Board']
export type Ticket = Schemas['Ticket']
export type TicketItem = Schemas['TicketItem']
export type TicketModifier = Schemas['TicketModifier']
export type Entry = Schemas['Entry']
export type Feed = Schemas['Feed']
export type Pickup = Schemas['Pickup']
export type PickupOrder = Schemas['PickupOrder']
export type Act = Schemas['Act']
export type CookCommand = Schemas['CookCommands']['commands'][number]
