import { defineStore } from 'pinia'
import { computed, markRaw, shallowReactive, type ComputedRef } from 'vue'
import * as calls from '@/shared/api/calls'
import type { Command, Order } from '@/shared/api/types'
import { newId } from '@/shared/ids'
import { Problem } from '@/shared/api/problem'
import { Door, type Batch, type DoorEvent } from '../commands'
import { tellRefusal } from '../refusals'
import { applyCommands, type Scene } from '../rules/optimistic'
import { useFloor } from './floor'
import { useMenu } from './menu'
import { useSession } from './session'

const KEPT = 200

/**
 * The orders that this tablet looks at: what the server last said (`base`), and the taps it has not yet answered (`pending`).
 * What is drawn is always the one with the other on top.
 */
export const useOrders = defineStore('orders', () => {
  const session = useSession()
  const menu = useMenu()
  const floor = useFloor()
  const base = shallowReactive(new Map<string, Order>())
  const pending = shallowReactive(new Map<string, Batch[]>())
  /** Heard from others while a send of our own was under way: shown after its answer, so that nothing flickers. */
  const parked = new Map<string, Order>()

  // Raw: the store must not wrap the door in proxies, nor its promises in others that nobody listens to.
  const door = markRaw(
    new Door(
      (orderId, commands, key) => calls.postCommands(session.storeId, orderId, commands, key),
      (event) => heard[event.kind](event as never),
      () => session.tokens?.staff ?? null,
    ),
  )

  const heard = {
    queued({ batch }: DoorEvent & { kind: 'queued' }) {
      pending.set(batch.orderId, [...(pending.get(batch.orderId) ?? []), batch])
    },
    answered({ batch, answer }: DoorEvent & { kind: 'answered' }) {
      settle(batch, answer.order)
    },
    refused({ batch, problem }: DoorEvent & { kind: 'refused' }) {
      const current = problem.body.current as Order | null | undefined
      settle(batch, current?.id === batch.orderId && 'lines' in current ? current : null)
      tellRefusal(problem, batch)
    },
  }

  function settle(batch: Batch, order: Order | null) {
    const rest = (pending.get(batch.orderId) ?? []).filter((other) => other !== batch)
    if (rest.length) pending.set(batch.orderId, rest)
    else pending.delete(batch.orderId)
    if (order) accept(order)
    const waited = parked.get(batch.orderId)
    parked.delete(batch.orderId)
    if (waited) accept(waited)
  }

  function accept(order: Order) {
    const known = base.get(order.id)
    if (!known || order.version >= known.version) base.set(order.id, order)
    floor.hear(order)
    if (base.size > KEPT) forgetClosed()
  }

  /** A tablet hears of every order of the store, all day: closed ones that nobody looked at here are let go, oldest first. */
  function forgetClosed() {
    const closed = [...base.values()].filter((order) => order.state !== 'open' && !views.has(order.id) && !pending.has(order.id))
    for (const order of closed.slice(0, base.size - KEPT)) base.delete(order.id)
  }

  /** An order as told by another tablet, or by the feed after a gap. */
  function hear(order: Order) {
    const waiting = parked.get(order.id)
    if (!door.isSending(order.id)) accept(order)
    else if (!waiting || waiting.version < order.version) parked.set(order.id, order)
  }

  /** Whether the server still owes its word on such a command: a screen that was left and opened again must not ask it twice. */
  const isAsked = (orderId: string, isSuch: (command: Command) => boolean): boolean => pending.get(orderId)?.some((batch) => batch.commands.some(isSuch)) ?? false

  const scene = (): Scene => ({
    catalogue: menu.catalogue,
    storeId: session.storeId,
    currency: session.currency,
    by: { id: session.tokens?.staff.id ?? '', name: session.tokens?.staff.name ?? '' },
    tableName: floor.nameOf,
  })

  const views = new Map<string, ComputedRef<Order | null>>()

  /** The order as it is drawn. */
  function view(orderId: string): ComputedRef<Order | null> {
    let drawn = views.get(orderId)
    if (!drawn) {
      drawn = computed(() => {
        const waiting = pending.get(orderId)?.flatMap((batch) => batch.commands) ?? []
        return applyCommands(base.get(orderId) ?? null, orderId, waiting, scene())
      })
      views.set(orderId, drawn)
    }
    return drawn
  }

  async function load(orderId: string): Promise<void> {
    try {
      hear((await calls.fetchOrder(session.storeId, orderId)).order)
    } catch (error) {
      if (error instanceof Problem && error.status === 404 && door.isSending(orderId)) return // being made right now
      throw error
    }
  }

  /** Ids made on this page for orders that have no line yet: the server does not know them. */
  const unborn = new Set<string>()

  function newOrderId(): string {
    const id = newId()
    unborn.add(id)
    return id
  }
  const isUnborn = (orderId: string) => unborn.has(orderId) && !isKnown(orderId)
  const isKnown = (orderId: string) => base.has(orderId) || pending.has(orderId)

  function forget() {
    base.clear()
    parked.clear()
    views.clear()
  }

  return { base, pending, door, isAsked, view, load, hear, newOrderId, isUnborn, isKnown, forget }
})
