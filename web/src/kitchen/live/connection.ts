import { io, type Socket } from 'socket.io-client'
import { bearer } from '@/shared/api/client'
import { Problem } from '@/shared/api/problem'
import * as calls from '../calls'
import type { Stream, News } from '../stream'
import type { Entry, Feed } from '../types'

type Joined = ({ ok: true; server_time: string } & Feed) | { ok: false; code: string }
interface Beat {
  station_id: string
  seq: number
  server_time: string
}

export interface Following {
  storeId: string
  stationIds: readonly string[]
  /** As which screen we vouch for having drawn a station's tickets; null: we only watch. */
  screenIdOf: (stationId: string) => string | null
  screenName: string
  stream: Stream
  onNews: (news: News, stationId: string) => void
  onChange: () => void
}

const POLL = 3_000
/** The server beats every two seconds: after this long without a word it is asked. */
const SILENT = 5_000
/** An entry may overtake another one: this long a hole may close by itself. */
const HOLE = 200
/** Further behind than this, the board is shorter than the story. */
const FAR_BEHIND = 200
const REFUSED_WAIT = 2_000

/**
 * Keeps a stream up to date: sockets where they are, asking every few seconds where they are not. Whatever was missed is
 * read from the feed by number; acknowledged is only what was drawn.
 */
export class Connection {
  isConnected = false
  private awaySince = performance.now()
  /** Server time minus ours, in milliseconds. */
  offset = 0
  /** Stations that the server does not know (any more). */
  readonly gone = new Set<string>()
  private readonly heardAt = new Map<string, number>()
  private readonly drawnTo = new Map<string, number>()
  private readonly joined = new Set<string>()
  private readonly syncing = new Set<string>()
  private readonly syncAgain = new Set<string>()
  private socket: Socket | null = null
  private ticking: ReturnType<typeof setInterval> | undefined
  private again: ReturnType<typeof setTimeout> | undefined
  private polledAt = -Infinity
  private isStopped = false

  constructor(private readonly following: Following) {}

  /** Sockets have been away long enough to say so. */
  get isPolling(): boolean {
    return !this.isConnected && performance.now() - this.awaySince > POLL
  }

  get hasHeard(): boolean {
    return this.heardAt.size > 0
  }

  /** Milliseconds since the server last spoke of the station that it has been silent about longest. */
  get silence(): number {
    const ages = this.stations.map((id) => performance.now() - (this.heardAt.get(id) ?? -Infinity))
    return ages.length ? Math.max(0, ...ages) : 0
  }

  start(): void {
    this.stations.forEach((id) => void this.sync(id))
    this.socket = io('/kitchen', {
      auth: (give) => void bearer.fresh().then((token) => give({ token, store_id: this.following.storeId })),
      transports: ['websocket', 'polling'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 3_000,
    })
    this.socket.on('connect', () => this.onConnect())
    this.socket.on('disconnect', () => this.onAway())
    this.socket.on('connect_error', () => this.onRefused())
    this.socket.on('entry', (entry: Entry & { station_id: string }) => this.onEntry(entry))
    this.socket.on('beat', (beat: Beat) => this.onBeat(beat))
    this.socket.on('moved', () => this.refresh())
    this.ticking = setInterval(() => this.tick(), 1_000)
  }

  stop(): void {
    this.isStopped = true
    this.socket?.disconnect()
    clearInterval(this.ticking)
    clearTimeout(this.again)
  }

  /** The network may be back. */
  kick(): void {
    if (this.socket && !this.socket.connected) this.socket.connect()
    this.stations.forEach((id) => void this.sync(id))
  }

  /** Everything up to these numbers stands on the screen now. */
  drawn(places: ReadonlyMap<string, number>): void {
    for (const [stationId, seq] of places) {
      if (seq <= (this.drawnTo.get(stationId) ?? -1) || !this.screenId(stationId)) continue
      this.drawnTo.set(stationId, seq)
      this.acknowledge(stationId)
    }
  }

  /** The server hears only of stations that it knows we follow: what was drawn before, is said when the join is answered. */
  private acknowledge(stationId: string): void {
    const seq = this.drawnTo.get(stationId)
    if (seq !== undefined && this.joined.has(stationId)) this.socket?.emit('ack', { station_id: stationId, seq })
  }

  private get stations(): string[] {
    return this.following.stationIds.filter((id) => !this.gone.has(id))
  }

  private screenId(stationId: string): string | null {
    return this.following.screenIdOf(stationId)
  }

  private heard(stationId: string, serverTime?: string): void {
    this.heardAt.set(stationId, performance.now())
    const offset = serverTime ? Date.parse(serverTime) - Date.now() : this.offset
    if (Math.abs(offset - this.offset) > 400) this.offset = offset // less is the network's own delay
    this.following.onChange()
  }

  private onConnect(): void {
    this.isConnected = true
    this.following.onChange()
    this.stations.forEach((id) => this.join(id))
  }

  private onAway(): void {
    if (this.isConnected) this.awaySince = performance.now()
    this.joined.clear()
    this.isConnected = false
    this.following.onChange()
  }

  private onRefused(): void {
    this.onAway()
    // Refused by the server (an old token): the client gives up by itself, so it is told to try again.
    if (this.socket && !this.socket.active) {
      clearTimeout(this.again)
      this.again = setTimeout(() => this.socket?.connect(), REFUSED_WAIT)
    }
  }

  /** Follow a station from where we are; what was missed comes with the answer. */
  private join(stationId: string): void {
    const after = this.following.stream.place(stationId)
    if (after === null) return // the first board is on its way: joined when it is here
    const screenId = this.screenId(stationId)
    const place = { station_id: stationId, after, acked: Math.min(after, this.drawnTo.get(stationId) ?? 0) }
    this.socket?.emit('join', { ...place, ...(screenId ? { screen_id: screenId, name: this.following.screenName } : {}) }, (answer: Joined) => {
      if (this.isStopped) return
      if (!answer.ok) {
        if (answer.code === 'station_not_found') this.onGone(stationId)
        return // the feed is asked for meanwhile, and says why in its own words
      }
      this.heard(stationId, answer.server_time)
      this.joined.add(stationId)
      this.acknowledge(stationId)
      if (answer.last_seq < after) void this.sync(stationId)
      else this.news(stationId, answer.entries)
      if (answer.more) void this.sync(stationId)
    })
  }

  private onEntry(entry: Entry & { station_id: string }): void {
    this.heard(entry.station_id)
    this.news(entry.station_id, [entry])
    if (this.following.stream.hasHole(entry.station_id)) this.soon(entry.station_id)
  }

  private onBeat(beat: Beat): void {
    this.heard(beat.station_id, beat.server_time)
    if (beat.seq > (this.following.stream.place(beat.station_id) ?? -1)) this.soon(beat.station_id, beat.seq)
  }

  /** A number is missing: if it does not come by itself, it is asked for. */
  private soon(stationId: string, seq = 0): void {
    setTimeout(() => {
      const { stream } = this.following
      if (stream.hasHole(stationId) || (stream.place(stationId) ?? -1) < seq) void this.sync(stationId)
    }, HOLE)
  }

  private news(stationId: string, entries: readonly Entry[]): void {
    if (entries.length) this.following.onNews(this.following.stream.applyEntries(stationId, entries), stationId)
  }

  private tick(): void {
    const now = performance.now()
    if (!this.isConnected && now - this.polledAt >= POLL) {
      this.polledAt = now
      this.stations.forEach((id) => void this.poll(id))
    } else if (this.isConnected) {
      for (const id of this.stations) if (now - (this.heardAt.get(id) ?? -Infinity) > SILENT) void this.sync(id)
    }
    this.following.onChange()
  }

  /** Without sockets: read on, then say that we live and what we have drawn. */
  private async poll(stationId: string): Promise<void> {
    await this.sync(stationId)
    const screenId = this.screenId(stationId)
    const acked = this.drawnTo.get(stationId)
    if (!screenId || acked === undefined || this.isConnected || this.isStopped || this.silence > POLL) return
    await calls
      .postHeard(this.following.storeId, stationId, { screen_id: screenId, name: this.following.screenName, acked_seq: acked })
      .catch(() => undefined) // said again in three seconds
  }

  /** Read what we miss; one reading at a time for each station, and one more when asked meanwhile. */
  private async sync(stationId: string): Promise<void> {
    if (this.syncing.has(stationId)) {
      this.syncAgain.add(stationId)
      return
    }
    this.syncing.add(stationId)
    try {
      do {
        this.syncAgain.delete(stationId)
        await this.catchUp(stationId)
      } while (this.syncAgain.has(stationId) && !this.isStopped)
    } catch (error) {
      // Not reached: the age of the last word says so, and the next tick asks again.
      if (error instanceof Problem && error.status === 404) this.onGone(stationId)
    } finally {
      this.syncing.delete(stationId)
    }
  }

  private async catchUp(stationId: string): Promise<void> {
    const { storeId, stream } = this.following
    const place = stream.place(stationId)
    if (place === null) {
      await this.takeBoard(stationId)
      if (this.isConnected) this.join(stationId)
      return
    }
    let feed: Feed
    do {
      feed = await calls.fetchFeed(storeId, stationId, stream.place(stationId)!)
      if (this.isStopped) return
      if (feed.last_seq < place) return this.takeBoard(stationId, true) // another database than before
      this.heard(stationId)
      this.news(stationId, feed.entries)
      if (feed.more && feed.last_seq - stream.place(stationId)! > FAR_BEHIND) return this.takeBoard(stationId)
    } while (feed.more)
  }

  private async takeBoard(stationId: string, isReset = false): Promise<void> {
    const { storeId, stream } = this.following
    const [board, done] = await Promise.all([calls.fetchBoard(storeId, stationId), calls.fetchDone(storeId, stationId)])
    if (this.isStopped) return
    this.heard(stationId, board.server_time)
    const own = board.tickets.filter((ticket) => ticket.station_id === stationId) // expo's board has everybody's
    this.following.onNews(stream.applyBoard(stationId, board.seq, [...own, ...done.tickets], isReset), stationId)
  }

  /** Read the boards anew: something we showed was not so, or guests sit elsewhere. */
  refresh(): void {
    for (const id of this.stations) void this.takeBoard(id).catch(() => undefined) // the feed brings it with the next beat
  }

  private onGone(stationId: string): void {
    this.gone.add(stationId)
    this.following.onChange()
  }
}
