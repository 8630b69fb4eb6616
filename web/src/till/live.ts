import { io, type Socket } from 'socket.io-client'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { bearer } from '@/shared/api/client'
import * as calls from '@/shared/api/calls'
import type { Availability, KitchenAlarm, Order, OrderSummary } from '@/shared/api/types'
import { isFullOrder } from './rules/bill'
import { useAlarms } from './alarms/alarms'
import { useFloor } from './stores/floor'
import { useMenu } from './stores/menu'
import { useOrders } from './stores/orders'
import { useSession } from './stores/session'

type Changes = Awaited<ReturnType<typeof calls.fetchChanges>>

const BEAT = 5_000
const REFUSED_WAIT = 2_000
/** After this long without a word the screen no longer counts as current. */
const STALE = 3 * BEAT

/**
 * The server's word to this tablet. What was missed is asked for: on each connect, and when a beat stays out,
 * the feed of changes is read from the last cursor on.
 */
export const useLive = defineStore('live', () => {
  const session = useSession()
  const menu = useMenu()
  const floor = useFloor()
  const alarms = useAlarms()
  const orders = useOrders()

  const isConnected = ref(false)
  const heardAt = ref(0)
  const now = ref(Date.now())
  const silence = computed(() => (heardAt.value ? Math.max(0, now.value - heardAt.value) : Infinity))
  const isStale = computed(() => silence.value > STALE)

  let socket: Socket | null = null
  let cursor: string | null = null
  let ticking: ReturnType<typeof setInterval> | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let asking = false
  let greeted = false

  const heard = () => {
    heardAt.value = now.value = Date.now()
  }

  function onOrder(message: { order: Order | OrderSummary }) {
    heard()
    if (isFullOrder(message.order)) orders.hear(message.order)
    else {
      floor.hear(message.order)
      const known = orders.base.get(message.order.id)
      if (known && known.version < message.order.version) void orders.load(message.order.id).catch(() => undefined)
    }
  }

  /** The feed tells of orders alone; what else may have changed while nobody told us is asked for whole. */
  function askAround() {
    void floor.reload().catch(() => undefined)
    void menu.load().catch(() => undefined)
  }

  /** Everything since the last cursor; repeats do no harm, versions sort them out. */
  async function catchUp() {
    if (asking || !session.storeId) return
    asking = true
    try {
      const isFirst = cursor === null
      let more = true
      while (more) {
        const answer: Changes = await calls.fetchChanges(session.storeId, cursor ?? undefined)
        answer.orders.forEach((order) => orders.hear(order))
        cursor = answer.cursor
        more = answer.more
      }
      heard()
      // What the floor showed before there was a cursor may be older than it.
      if (isFirst) void floor.reload().catch(() => undefined)
    } catch {
      // Not reached: the indicator says so, and the next beat or connect asks again.
    } finally {
      asking = false
    }
  }

  function tick() {
    now.value = Date.now()
    if (silence.value > STALE) void catchUp()
  }

  function start() {
    stop()
    socket = io('/till', { auth: (give) => void bearer.fresh().then((token) => give({ token })), transports: ['websocket', 'polling'], reconnectionDelayMax: 4_000 })
    socket.on('connect', () => {
      isConnected.value = true
      heard()
      void alarms.load().catch(() => undefined)
      if (cursor !== null) askAround()
      void catchUp()
      orders.door.kick()
    })
    socket.on('disconnect', (reason) => {
      isConnected.value = greeted = false
      // Cut by the server, because the sign-in was ended: the client would not try again by itself.
      if (reason === 'io server disconnect') again = setTimeout(() => socket?.connect(), REFUSED_WAIT)
    })
    // Refused by the server (an old token): the client gives up by itself, so it is told to try again.
    socket.on('connect_error', () => {
      isConnected.value = false
      if (socket && !socket.active) again = setTimeout(() => socket?.connect(), REFUSED_WAIT)
    })
    // The first hello comes with the connection; another one says that something may have been missed.
    socket.on('hello', () => {
      heard()
      if (greeted) {
        askAround()
        void catchUp()
      }
      greeted = true
    })
    socket.on('beat', heard)
    socket.on('order', onOrder)
    socket.on('availability', (message: { items: Availability[] }) => {
      heard()
      menu.hearAvailability(message.items)
    })
    socket.on('kitchen_alarm', (message: { alarms: KitchenAlarm[] }) => {
      heard()
      alarms.hear(message.alarms)
    })
    socket.on('menu', () => {
      heard()
      void menu.load().catch(() => undefined)
    })
    ticking = setInterval(tick, 1_000)
  }

  function stop() {
    socket?.disconnect()
    socket = null
    cursor = null
    isConnected.value = false
    if (ticking) clearInterval(ticking)
    clearTimeout(again)
  }

  addEventListener('online', () => orders.door.kick())

  return { isConnected, heardAt, silence, isStale, start, stop, catchUp }
})
