import type { Entry, Ticket, TicketItem } from './types'

/**
 * What a screen knows: tickets by id, and how far it has followed each station's numbered stream.
 *
 * No clock, no network, no drawing. Entries may come in any order, twice, with holes, before or after a board, over a
 * restart: the result is the same, because a ticket is only ever replaced by a higher version of itself, and the place in
 * a stream only moves on where nothing is missing. What is new is told once in a screen's life.
 */
export class Stream {
  readonly tickets = new Map<string, Ticket>()
  private readonly places = new Map<string, Place>()
  /** The entry that last brought a ticket, so that an older board does not take it away again. */
  private readonly broughtBy = new Map<string, number>()
  /** Items and changes that were told of; in the order of telling, so that the oldest are forgotten first. */
  private readonly told = new Set<string>()

  static from(kept: Kept): Stream {
    const stream = new Stream()
    for (const ticket of kept.tickets) stream.tickets.set(ticket.id, ticket)
    for (const [stationId, seq] of kept.places) stream.places.set(stationId, { seq, ahead: new Set() })
    for (const key of kept.told) stream.told.add(key)
    return stream
  }

  /** Everything, as plain values: to be kept over a restart. Numbers beyond a hole are not: they are asked for again. */
  keep(): Kept {
    return {
      tickets: [...this.tickets.values()],
      places: [...this.places].map(([stationId, place]) => [stationId, place.seq]),
      told: [...this.told],
    }
  }

  /** The number up to which nothing of the station is missing; null before its first board. */
  place(stationId: string): number | null {
    return this.places.get(stationId)?.seq ?? null
  }

  /** Whether something came that does not follow on what we have. */
  hasHole(stationId: string): boolean {
    return (this.places.get(stationId)?.ahead.size ?? 0) > 0
  }

  /** Entries of a station's stream, as they came over the socket or from the feed. */
  applyEntries(stationId: string, entries: readonly Entry[]): News {
    const news = noNews()
    const place = this.places.get(stationId)
    if (!place) return news // before the first board nobody can say what is missing
    for (const entry of entries) {
      if (entry.seq <= place.seq || place.ahead.has(entry.seq)) continue
      place.ahead.add(entry.seq)
      for (const ticket of entry.tickets) {
        this.take(ticket, news)
        this.broughtBy.set(ticket.id, Math.max(entry.seq, this.broughtBy.get(ticket.id) ?? 0))
      }
    }
    while (place.ahead.delete(place.seq + 1)) place.seq += 1
    return news
  }

  /**
   * A station's open tickets as of `seq`, and some that are done. What we hold as open and it does not, is gone.
   * The first board of a station is what the screen begins with: nothing of it is news.
   */
  applyBoard(stationId: string, seq: number, tickets: readonly Ticket[], isReset = false): News {
    const news = noNews()
    const known = this.places.get(stationId)
    const place = known && !isReset ? known : { seq, ahead: new Set<number>() }
    this.places.set(stationId, place)
    const listed = new Set(tickets.map((ticket) => ticket.id))
    for (const ticket of this.tickets.values()) {
      const isOlder = isReset || (this.broughtBy.get(ticket.id) ?? 0) <= seq
      if (ticket.station_id === stationId && ticket.state === 'open' && !listed.has(ticket.id) && isOlder) this.drop(ticket.id, news)
    }
    for (const ticket of tickets) {
      if (isReset) this.tickets.delete(ticket.id)
      this.take(ticket, news)
      this.seat(ticket, news)
    }
    place.seq = Math.max(place.seq, seq)
    for (const number of [...place.ahead]) if (number <= place.seq) place.ahead.delete(number)
    while (place.ahead.delete(place.seq + 1)) place.seq += 1
    return known && !isReset ? news : { ...news, fresh: [], altered: [] }
  }

  /** Tickets as an answer to our own command told them: known already, no news. */
  applyAnswer(tickets: readonly Ticket[]): News {
    const news = noNews()
    for (const ticket of tickets) this.take(ticket, news)
    return { ...news, fresh: [], altered: [] }
  }

  /** Forget what was closed before a moment (ISO); what was told of stays told. */
  forgetClosed(before: string): void {
    for (const ticket of [...this.tickets.values()])
      if (ticket.state !== 'open' && (ticket.done_at ?? ticket.fired_at) < before) this.drop(ticket.id, noNews())
    for (const key of this.told) {
      if (this.told.size <= MOST_TOLD) break
      this.told.delete(key)
    }
  }

  private drop(ticketId: string, news: News): void {
    this.tickets.delete(ticketId)
    this.broughtBy.delete(ticketId)
    news.touched.add(ticketId)
  }

  private take(ticket: Ticket, news: News): void {
    const known = this.tickets.get(ticket.id)
    if (known && known.version >= ticket.version) return
    this.tickets.set(ticket.id, ticket)
    news.touched.add(ticket.id)
    for (const item of ticket.items) this.tell({ ticketId: ticket.id, item }, news)
  }

  /** Guests move without a new version: a board knows where they sit. */
  private seat(ticket: Ticket, news: News): void {
    const known = this.tickets.get(ticket.id)!
    if (known.version !== ticket.version || known.table_name === ticket.table_name) return
    this.tickets.set(ticket.id, { ...known, table_name: ticket.table_name })
    news.touched.add(ticket.id)
  }

  private tell(one: Told, news: News): void {
    const { item } = one
    if (!this.told.has(item.id)) {
      this.told.add(item.id)
      if (item.state === 'new' || item.state === 'started') news.fresh.push(one)
    }
    const change = changeKey(item)
    if (change && !this.told.has(change)) {
      this.told.add(change)
      news.altered.push(one)
    }
  }
}

/** One change of an item: it is told once, however often it is heard. */
export function changeKey(item: TicketItem): string | null {
  return item.change && `${item.id}@${item.revision}:${item.change}:${item.quantity}`
}

interface Place {
  seq: number
  /** Numbers that came, beyond the first one that is missing. */
  ahead: Set<number>
}

export interface Kept {
  tickets: Ticket[]
  places: [string, number][]
  told: string[]
}

export interface Told {
  ticketId: string
  item: TicketItem
}

/** What one step brought: tickets to draw anew, items to chime for. */
export interface News {
  touched: Set<string>
  fresh: Told[]
  altered: Told[]
}

const MOST_TOLD = 6_000
const noNews = (): News => ({ touched: new Set(), fresh: [], altered: [] })
