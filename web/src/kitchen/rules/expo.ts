import { groupBy } from './group'
import { byDue } from './due'
import { isOpen } from './cook'
import type { Ticket, TicketItem } from '../types'

/** A course of an order as expo hands it out: everything of it, from whatever station. */
export interface Tray {
  id: string
  /** The head of it: number, table, rush and times, as a ticket has them. */
  head: Ticket
  tickets: Ticket[]
  parts: { stationId: string; items: TicketItem[] }[]
  ready: number
  of: number
}

/** What was voided once it was ready stands with nothing of it: nobody waits for that. */
const isWanted = (item: TicketItem) => item.state !== 'cancelled' && Number(item.quantity) > 0

const isToBeShown = (item: TicketItem) => isOpen(item) || (item.state === 'ready' && isWanted(item)) || item.change !== null

/** What waits to be handed out, in due order; a tray of which all is ready stays in its place, so that nothing jumps. */
export function traysOf(tickets: Iterable<Ticket>): Tray[] {
  const courses = groupBy(tickets, (ticket) => `${ticket.order_id}/${ticket.course}`)
  return [...courses.entries()]
    .flatMap(([id, members]) => trayOf(id, members) ?? [])
    .sort((a, b) => byDue(a.head, b.head))
}

function trayOf(id: string, tickets: Ticket[]): Tray | null {
  const shown = tickets.filter((ticket) => ticket.items.some(isToBeShown)).sort((a, b) => a.station_id.localeCompare(b.station_id) || a.part - b.part)
  if (!shown.length) return null
  const parts = [...groupBy(shown, (ticket) => ticket.station_id)].map(([stationId, theirs]) => ({ stationId, items: theirs.flatMap((ticket) => ticket.items) }))
  const standing = shown.flatMap((ticket) => ticket.items).filter(isWanted)
  const head = {
    ...shown[0]!,
    is_rush: shown.some((ticket) => ticket.is_rush),
    fired_at: shown.map((ticket) => ticket.fired_at).sort()[0]!,
    due_at: shown.map((ticket) => ticket.due_at).sort().at(-1)!,
    note: shown.find((ticket) => ticket.note)?.note ?? null,
  }
  return { id, head, tickets: shown, parts, ready: standing.filter((item) => !isOpen(item)).length, of: standing.length }
}
