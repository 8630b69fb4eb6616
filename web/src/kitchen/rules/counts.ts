import { groupBy } from './group'
import { quantityText, thousandths } from '@/shared/quantity'
import { isOpen } from './cook'
import { EXPECTED } from './due'
import type { Ticket, TicketItem, TicketModifier } from '../types'

/** How many of a dish are open, and of those with which modifiers. */
export interface Count {
  key: string
  name: TicketItem['name']
  variantName: TicketItem['variant_name']
  quantity: string
  ways: { key: string; modifiers: TicketModifier[]; note: string | null; quantity: string }[]
}

const openItems = (tickets: Iterable<Ticket>): TicketItem[] => [...tickets].flatMap((ticket) => (ticket.state === 'open' ? ticket.items.filter(isOpen) : []))
const total = (items: readonly TicketItem[]) => items.reduce((sum, item) => sum + thousandths(item.quantity), 0)
const wayKey = (item: TicketItem) => `${JSON.stringify(item.modifiers.map((one) => [one.option_id, one.quantity, one.modifiers]))}|${item.note ?? ''}`

/** All-day counts: every open dish of the tickets, most first. */
export function allDay(tickets: Iterable<Ticket>): Count[] {
  const dishes = groupBy(openItems(tickets), (item) => `${item.product_id}|${item.variant_id}`)
  return [...dishes.entries()]
    .map(([key, items]) => ({ key, items, sum: total(items) }))
    .sort((a, b) => b.sum - a.sum || a.key.localeCompare(b.key))
    .map(({ key, items, sum }) => ({
      key,
      name: items[0]!.name,
      variantName: items[0]!.variant_name,
      quantity: quantityText(sum),
      ways: waysOf(items),
    }))
}

function waysOf(items: readonly TicketItem[]): Count['ways'] {
  return [...groupBy(items, wayKey).entries()]
    .filter(([, members]) => members[0]!.modifiers.length > 0 || members[0]!.note)
    .sort(([, a], [, b]) => total(b) - total(a))
    .map(([key, members]) => ({ key, modifiers: members[0]!.modifiers, note: members[0]!.note, quantity: quantityText(total(members)) }))
}

/** Seconds of preparation that are open, as the server counts them. */
export function loadSeconds(tickets: Iterable<Ticket>): number {
  return openItems(tickets).reduce((sum, item) => sum + Math.trunc((item.prep_seconds || EXPECTED / 1000) * Math.max(Number(item.quantity), 1)), 0)
}
