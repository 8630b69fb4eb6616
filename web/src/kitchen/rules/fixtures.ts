import type { Entry, Ticket, TicketItem } from '../types'

/** Tickets for tests: everything that a test does not say is plain. */
export const AT = '2026-03-01T12:00:00Z'

export function item(id: string, changes: Partial<TicketItem> = {}): TicketItem {
  return {
    id,
    line_id: id,
    top_line_id: id,
    revision: 1,
    product_id: 'noodles',
    variant_id: null,
    name: { zh: '面', en: 'Noodles' },
    variant_name: null,
    set_name: null,
    quantity: '1',
    modifiers: [],
    allergens: [],
    note: null,
    seat: null,
    prep_seconds: 60,
    start_at: AT,
    state: 'new',
    change: null,
    is_remake: false,
    reason: null,
    fired_at: AT,
    started_at: null,
    ready_at: null,
    served_at: null,
    ...changes,
  }
}

export function ticket(id: string, changes: Partial<Ticket> = {}): Ticket {
  return {
    id,
    version: 1,
    station_id: 'wok',
    order_id: `order-${id}`,
    order_number: 1,
    course: 1,
    part: 1,
    channel: 'dine_in',
    table_name: 'A1',
    note: null,
    state: 'open',
    is_rush: false,
    fired_at: AT,
    due_at: '2026-03-01T12:10:00Z',
    done_at: null,
    printed_at: null,
    items: [item(`${id}-1`)],
    ...changes,
  }
}

export const entry = (seq: number, ...tickets: Ticket[]): Entry => ({ seq, at: AT, tickets })

/** A number from 0 to 1, the same for the same seed: chance that can be had again. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

export function shuffled<T>(list: readonly T[], roll: () => number): T[] {
  const out = [...list]
  for (let last = out.length - 1; last > 0; last -= 1) {
    const other = Math.floor(roll() * (last + 1))
    ;[out[last], out[other]] = [out[other]!, out[last]!]
  }
  return out
}
