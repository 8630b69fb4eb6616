import { computed, onMounted, onUnmounted, ref, shallowRef, watch } from 'vue'
import { useBoard } from '../board'
import * as calls from '../calls'
import { useSession } from '../session'
import { play } from '../sounds'
import type { Pickup, PickupOrder } from '../types'

const KEY = 'zaotai.kitchen.pickup'
const POLL = 4_000
const SOON = 250
const CALLED_FOR = 20_000
/** Nothing heard for this long: the numbers may be old, and the board says so. */
const OLD = 15_000

/** The numbers that guests wait for: asked for at every word from the kitchen, and every few seconds in any case. */
export function useWaiting() {
  const session = useSession()
  const board = useBoard()
  const orders = shallowRef<PickupOrder[]>((JSON.parse(localStorage.getItem(KEY) ?? '[]') as PickupOrder[]))
  /** When each number was called that was called just now. */
  const calledAt = ref(new Map<string, number>())
  const heardAt = ref(0)
  let isFirst = true
  let isAsking = false
  let timer: ReturnType<typeof setTimeout>

  function take({ orders: fresh }: Pickup) {
    const wereReady = new Set(orders.value.filter((order) => order.state === 'ready').map((order) => order.order_id))
    const called = fresh.filter((order) => order.state === 'ready' && !wereReady.has(order.order_id))
    if (!isFirst && called.length) play('ready')
    if (!isFirst) for (const order of called) calledAt.value.set(order.order_id, Date.now())
    isFirst = false
    orders.value = fresh
    heardAt.value = Date.now()
    localStorage.setItem(KEY, JSON.stringify(fresh))
  }

  async function ask() {
    if (isAsking) return
    isAsking = true
    clearTimeout(timer)
    try {
      take(await calls.fetchPickup(session.storeId))
    } catch {
      // Not reached: the numbers stay, the board says that they may be old, and it is asked again.
    } finally {
      isAsking = false
      timer = setTimeout(ask, POLL)
    }
  }

  watch(
    () => board.stamp,
    () => {
      clearTimeout(timer)
      timer = setTimeout(ask, SOON)
    },
  )
  onMounted(ask)
  onUnmounted(() => clearTimeout(timer))

  const isCalled = (order: PickupOrder) => board.now - (calledAt.value.get(order.order_id) ?? -Infinity) < CALLED_FOR
  return {
    preparing: computed(() => orders.value.filter((order) => order.state === 'preparing')),
    /** The latest call first. */
    ready: computed(() => orders.value.filter((order) => order.state === 'ready').sort((a, b) => Date.parse(b.since) - Date.parse(a.since))),
    isCalled,
    isOld: computed(() => board.now - heardAt.value > OLD),
  }
}
