import type { Ticket } from '../types'

/** The number that guests have in hand: at the table the order's own, elsewhere the pickup number, which wraps. */
export function numberOf(ticket: Pick<Ticket, 'order_number' | 'channel'>, wrap: number | undefined): number {
  if (ticket.channel === 'dine_in' || !wrap) return ticket.order_number
  return ((ticket.order_number - 1) % wrap) + 1
}
