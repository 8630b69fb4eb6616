import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowReactive, shallowRef } from 'vue'
import { newId } from '@/shared/ids'
import * as calls from './calls'
import { Connection } from './live/connection'
import { forgetAll, putAway, takeOut } from './live/keep'
import { Outbox, storedShelf, type OutboxEvent, type Sending } from './outbox'
import { tellRefusal } from './refusals'
import { applyCommands, reached } from './rules/cook'
import { byDue, toneOf, type Tone } from './rules/due'
import { useSession } from './session'
import { screenIdOf } from './settings'
import { play } from './sounds'
import { Stream, type News } from './stream'
import type { Act, CookCommand, Station, Ticket, TicketItem } from './types'

/** How a view stands to its stations: their own screen vouches for what it draws, others only watch. */
export type Part = 'vouch' | 'watch'

/** Something a cook did, to be taken back. */
export interface Deed {
  key: string
  act: Act['type']
  tickets: Ticket[]
  items: TicketItem[]
  at: number
}

const STATIONS = 'zaotai.kitchen.stations'
const OUTBOX = 'zaotai.kitchen.outbox'
const SAVE_WITHIN = 500
const CLOSED_FOR = 6 * 3_600_000
const NEW_FOR = 30_000
const UNDO_FOR = 120_000
const MOST_DEEDS = 12
/** A screen that comes up has this long to reach the server before it says that it does not. */
const CONNECTING = 2_500
/** Nothing heard for this long: what stands here may be old. */
export const STALE = 6_000

/**
 * What the screen shows and what the cook does: the stream as the server told it, with the taps on top that it has not yet
 * confirmed.
 */
export const useBoard = defineStore('kitchen-board', () => {
  const session = useSession()
  const stations = shallowRef<Station[]>([])
  const followed = shallowRef<readonly string[]>([])
  const tickets = shallowReactive(new Map<string, Ticket>())
  const pending = shallowRef<Sending[]>([])
  const deeds = shallowRef<Deed[]>([])
  /** Until when a ticket counts as new to the eye. */
  const freshUntil = shallowReactive(new Map<string, number>())
  const now = ref(Date.now())
  const silence = ref(Infinity)
  const isPolling = ref(false)
  const isLoaded = ref(false)
  const hasWaited = ref(false)
  const gone = shallowRef<string[]>([])
  /** Moves with every change: what is drawn after it may be acknowledged. */
  const stamp = ref(0)

  let stream = new Stream()
  let connection: Connection | null = null
  let part: Part = 'watch'
  let place = ''
  let saving: ReturnType<typeof setTimeout> | undefined
  let ticking: ReturnType<typeof setInterval> | undefined
  let followedAt = 0
  let keptAt: number | null = null
  const lateTold = new Set<string>()

  const outbox = markRaw(
    new Outbox(storedShelf(OUTBOX), (commands, key) => calls.postCommands(session.storeId, commands, key), onOutbox),
  )

  const stationOf = computed(() => new Map(stations.value.map((station) => [station.id, station])))
  const all = computed(() => [...tickets.values()])
  const open = computed(() => all.value.filter((ticket) => ticket.state === 'open').sort(byDue))
  /** A screen that has only just come up is connecting, not stale. */
  const isStale = computed(() => silence.value > STALE && hasWaited.value)

  // --- drawing --------------------------------------------------------------------------------------------------

  /** Bring what is drawn to what is known, with the unconfirmed taps on top; untouched tickets stay the same objects. */
  function redraw() {
    const follows = new Set(followed.value)
    const at = new Date(now.value).toISOString()
    for (const [id, base] of stream.tickets) {
      if (!follows.has(base.station_id)) tickets.delete(id)
      else {
        const drawn = pending.value.length ? applyCommands(base, pending.value, at) : base
        if (tickets.get(id) !== drawn) tickets.set(id, drawn)
      }
    }
    for (const id of [...tickets.keys()]) if (!stream.tickets.has(id)) tickets.delete(id)
    stamp.value += 1
  }

  function onNews(news: News) {
    isLoaded.value = true
    redraw()
    save()
    for (const { ticketId } of news.fresh) freshUntil.set(ticketId, now.value + NEW_FOR)
    const isHere = (id: string) => tickets.has(id)
    if (news.altered.some(({ ticketId }) => isHere(ticketId))) play('changed')
    else if (news.fresh.some(({ ticketId }) => isHere(ticketId))) play('new')
  }

  function onChange() {
    if (!connection) return
    silence.value = ageOfLastWord(connection)
    isPolling.value = connection.isPolling
    if (connection.gone.size !== gone.value.length) gone.value = [...connection.gone]
  }

  /** Nothing heard yet since the screen came up: as old as what it kept. */
  const ageOfLastWord = ({ silence: age }: Connection) => (Number.isFinite(age) || keptAt === null ? age : Date.now() - keptAt)

  function tick() {
    now.value = Date.now() + (connection?.offset ?? 0)
    if (!connection) return
    onChange()
    for (const [id, until] of freshUntil) if (until < now.value) freshUntil.delete(id)
    hasWaited.value ||= connection.hasHeard || performance.now() - followedAt > CONNECTING
    tellLate()
  }

  /** A ticket that runs late is told once; those that were late already when the screen came up are seen, not heard. */
  function tellLate(isFirst = false) {
    let isNews = false
    for (const ticket of open.value) {
      if (lateTold.has(ticket.id) || tone(ticket) !== 'late') continue
      lateTold.add(ticket.id)
      isNews = true
    }
    if (isNews && !isFirst && part === 'vouch') play('late')
  }

  const tone = (ticket: Ticket): Tone => toneOf(ticket, now.value, stationOf.value.get(ticket.station_id)?.warn_percent ?? 80)

  // --- following ------------------------------------------------------------------------------------------------

  /** The store's stations; without the network, as they were known last. */
  async function loadStations(): Promise<Station[]> {
    const key = `${STATIONS}.${session.storeId}`
    try {
      stations.value = (await calls.fetchStations(session.storeId)).stations
      localStorage.setItem(key, JSON.stringify(stations.value))
    } catch (error) {
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Station[] | null
      if (!kept) throw error
      stations.value = kept
    }
    return stations.value
  }

  async function follow(stationIds: readonly string[], as: Part) {
    leave()
    part = as
    followed.value = [...stationIds].sort()
    const ours = (place = `${session.storeId}/${followed.value.join(',')}`)
    const kept = await takeOut(ours)
    if (place !== ours) return // another view was opened meanwhile
    stream = kept ? Stream.from(kept.kept) : new Stream()
    keptAt = kept?.savedAt ?? null
    isLoaded.value = kept !== null
    pending.value = outbox.waiting
    redraw()
    tellLate(true)
    connect()
    outbox.kick()
  }

  function connect() {
    connection = new Connection({
      storeId: session.storeId,
      stationIds: followed.value,
      screenIdOf: (stationId) => (part === 'vouch' ? screenIdOf(stationId, newId) : null),
      screenName: session.terminal?.name ?? '',
      stream,
      onNews,
      onChange,
    })
    followedAt = performance.now()
    connection.start()
    tick()
    ticking = setInterval(tick, 1_000)
  }

  function leave() {
    connection?.stop()
    connection = null
    clearInterval(ticking)
    clearTimeout(saving)
    saving = undefined
    place = ''
    stream = new Stream()
    tickets.clear()
    freshUntil.clear()
    lateTold.clear()
    deeds.value = []
    gone.value = []
    silence.value = Infinity
    isPolling.value = isLoaded.value = hasWaited.value = false
  }

  /** The person signed out: nothing of the orders stays on the device but what was not yet sent. */
  async function forget() {
    leave()
    await forgetAll().catch(() => undefined) // this browser keeps nothing anyway
  }

  function save() {
    if (saving) return
    saving = setTimeout(() => {
      saving = undefined
      stream.forgetClosed(new Date(now.value - CLOSED_FOR).toISOString())
      void putAway(place, { kept: stream.keep(), savedAt: Date.now() }).catch(() => undefined) // a private window keeps nothing
    }, SAVE_WITHIN)
  }

  /** What stands on the screen now, by station: to be handed back once it is really drawn. */
  const places = () => new Map(followed.value.flatMap((id) => (stream.place(id) === null ? [] : [[id, stream.place(id)!] as const])))
  const drawn = (upTo: ReadonlyMap<string, number>) => connection?.drawn(upTo)
  const kick = () => {
    connection?.kick()
    outbox.kick()
  }

  // --- doing ----------------------------------------------------------------------------------------------------

  function onOutbox(event: OutboxEvent) {
    if (event.kind === 'answered') stream.applyAnswer(event.tickets)
    if (event.kind === 'refused') {
      tellRefusal(event.problem)
      connection?.refresh()
    }
    pending.value = outbox.waiting
    redraw()
    if (event.kind === 'answered') save()
  }

  const ticketsOf = (items: readonly TicketItem[]) => {
    const ids = new Set(items.map((item) => item.id))
    return all.value.filter((ticket) => ticket.items.some((item) => ids.has(item.id)))
  }

  function send(command: CookCommand, states?: Record<string, TicketItem['state']>) {
    outbox.send(command, states)
  }

  /** Do something to items that are on the screen; what it would not change is left out. */
  function act(type: Exclude<Act['type'], 'undo'>, given: readonly TicketItem[]): boolean {
    const items = reached(given, type)
    if (!items.length) return false
    const theirs = ticketsOf(items)
    for (const ticket of theirs) freshUntil.delete(ticket.id)
    send({ type, item_ids: items.map((item) => item.id), versions: theirs.map(({ id, version }) => ({ ticket_id: id, version })) })
    if (type !== 'seen') deeds.value = [{ key: newId(), act: type, tickets: theirs, items, at: now.value }, ...deeds.value].slice(0, MOST_DEEDS)
    return true
  }

  /** Take back a deed, or the last one that is not too long ago. */
  function undo(deed: Deed | undefined = deeds.value.find((one) => now.value - one.at < UNDO_FOR)): Deed | null {
    if (!deed) return null
    deeds.value = deeds.value.filter((one) => one !== deed)
    const states = Object.fromEntries(deed.items.map((item) => [item.id, item.state]))
    send({ type: 'undo', item_ids: deed.items.map((item) => item.id), versions: deed.tickets.map(({ id, version }) => ({ ticket_id: id, version })) }, states)
    return deed
  }

  /** What was handed out by mistake waits at expo again; the stations hear nothing of it. */
  function takeBack(items: readonly TicketItem[]) {
    const theirs = ticketsOf(items)
    const states = Object.fromEntries(items.map((item) => [item.id, 'ready' as const]))
    send({ type: 'undo', item_ids: items.map((item) => item.id), versions: theirs.map(({ id, version }) => ({ ticket_id: id, version })) }, states)
  }

  const rush = (ticket: Ticket, on: boolean) => send({ type: 'rush', ticket_id: ticket.id, on })
  const remake = (item: TicketItem, reason: string) => send({ type: 'remake', item_id: item.id, remake_id: newId(), reason })
  const touch = (ticketId: string) => freshUntil.delete(ticketId)

  addEventListener('online', kick)
  addEventListener('storage', (event) => {
    if (event.key !== OUTBOX) return // another tab of this device did something
    pending.value = outbox.waiting
    redraw()
  })

  return {
    stations, followed, tickets, pending, deeds, freshUntil, now, silence, isPolling, isStale, isLoaded, gone, stamp,
    stationOf, all, open, tone, loadStations, follow, leave, forget, places, drawn, kick, act, undo, takeBack, rush, remake, touch,
  }
})
