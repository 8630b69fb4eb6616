import type { Ticket, TicketItem } from '../types'

/** Where a dish has no preparation time, its ticket is expected within this. */
export const EXPECTED = 10 * 60_000

export type Tone = 'calm' | 'warn' | 'late'

const order = (ticket: Ticket) => [ticket.is_rush ? 0 : 1, Date.parse(ticket.due_at), Date.parse(ticket.fired_at), ticket.id] as const

/** Rush first, then by when it is due. */
export function byDue(a: Ticket, b: Ticket): number {
  const [one, two] = [order(a), order(b)]
  for (let place = 0; place < one.length; place += 1) {
    if (one[place]! < two[place]!) return -1
    if (one[place]! > two[place]!) return 1
  }
  return 0
}

/** When the ticket should be ready, in milliseconds since 1970. */
export function dueAt(ticket: Pick<Ticket, 'fired_at' | 'due_at'>): number {
  const fired = Date.parse(ticket.fired_at)
  const due = Date.parse(ticket.due_at)
  return due > fired ? due : fired + EXPECTED
}

/** Calm, then warning from so many percent of the time on, then late. */
export function toneOf(ticket: Pick<Ticket, 'fired_at' | 'due_at'>, now: number, warnPercent: number): Tone {
  const fired = Date.parse(ticket.fired_at)
  const due = dueAt(ticket)
  if (now >= due) return 'late'
  return (now - fired) * 100 >= (due - fired) * warnPercent ? 'warn' : 'calm'
}

/** Sooner than this is now: clocks differ by a moment, and nobody waits with a pan for it. */
const AT_ONCE = 10_000

/** How long it is until the item should be begun; 0 when that is now, or when it was begun. */
export function startsIn(item: TicketItem, now: number): number {
  const wait = Date.parse(item.start_at) - now
  return item.state === 'new' && wait >= AT_ONCE ? wait : 0
}

/** "6:05", and "1h05" from an hour on. */
export function spanText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const minutes = Math.floor(seconds / 60)
  const two = (value: number) => String(value).padStart(2, '0')
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}h${two(minutes % 60)}`
}
