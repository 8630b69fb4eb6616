import { defineStore } from 'pinia'
import { computed, markRaw, shallowReactive, type ComputedRef } from 'vue'
import * as calls from '@/shared/api/calls'
import { serverNow } from '@/shared/api/serverClock'
import type { Command, Order, OrderSummary } from '@/shared/api/types'
import { newId } from '@/shared/ids'
import { Problem } from '@/shared/api/problem'
import { sendApproved } from '../approvals'
import { Door, type Batch, type DoorEvent } from '../commands'
import { sendProved } from '../proofs'
import { tellOver, tellRefusal, tellShort } from '../refusals'
import { applyCommands, type Scene } from '../rules/optimistic'
import { asDue, stillDue } from '../rules/reckoning'
import { shelf, type KeptBatch } from '../shelf'
import { useFloor } from './floor'
import { useMenu } from './menu'
import { useSession } from './session'

const KEPT = 200
/** Whoever tapped it still looks at the screen, milliseconds. */
const JUST_TAPPED = 10_000

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
      ({ storeId, orderId, commands, key }) => calls.postCommands(storeId, orderId, [...commands], key),
      (event) => heard[event.kind](event as never),
      () => ({ person: session.person?.staff ?? null, storeId: session.storeId, isProven: session.isProven, at: new Date(serverNow()).toISOString() }),
      { keep: (batch) => shelf.keep({ ...batch, commands: [...batch.commands] }), drop: shelf.drop },
      amend,
    ),
  )

  const heard = {
    queued({ batch }: DoorEvent & { kind: 'queued' }) {
      pending.set(batch.orderId, door.waitingFor(batch.orderId))
    },
    answered({ batch, answer }: DoorEvent & { kind: 'answered' }) {
      settle(batch, answer.order)
      if (batch.isReckoned) tellShort(batch, answer.order, stillDue(batch.commands, answer.order))
    },
    refused({ batch, problem }: DoorEvent & { kind: 'refused' }) {
      const current = problem.body.current as Order | null | undefined
      settle(batch, current?.id === batch.orderId && 'lines' in current ? current : null)
      tellRefusal(problem, batch)
    },
  }

  /** What was done at the table is done; how it goes into the books is the server's word. */
  function amend(batch: Batch, problem: Problem): Command[] | null {
    if (batch.isReckoned) {
      const due = asDue(batch.commands, problem)
      if (due) tellOver(batch, base.get(batch.orderId), due.over)
      return due?.commands ?? null
    }
    // Guests who were seated without a network while others were at another till: they sit there, and have ordered since.
    const isJustTapped = batch.tries === 1 && Date.now() - batch.madeAt < JUST_TAPPED
    if (problem.code !== 'table_occupied' || isJustTapped) return null
    return batch.commands.map((command) => (command.type === 'open_order' ? { ...command, share_table: true } : command))
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
    if (!known || order.version >= known.version) {
      base.set(order.id, order)
      unheard.delete(order.id)
      shelf.keepOrder(order)
    }
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

  /** Whether what was tapped of it waits for the network, or for a PIN. */
  const isStuck = (orderId: string): boolean => door.status.waiting > 0 && door.waitingFor(orderId).some((batch) => batch.state === 'waiting')

  /** Whether guests paid by the till's own reckoning, and the server has not taken it. */
  const isReckoned = (orderId: string): boolean => pending.get(orderId)?.some((batch) => batch.isReckoned) ?? false

  const scene = (): Scene => ({
    catalogue: menu.catalogue,
    storeId: session.storeId,
    currency: session.currency,
    by: { id: session.person?.staff.id ?? '', name: session.person?.staff.name ?? '' },
    tableName: floor.nameOf,
  })

  const views = new Map<string, ComputedRef<Order | null>>()

  /** The order as it is drawn. */
  function view(orderId: string): ComputedRef<Order | null> {
    let drawn = views.get(orderId)
    if (!drawn) {
      drawn = computed(() => {
        const waiting = pending.get(orderId) ?? []
        const order = applyCommands(base.get(orderId) ?? null, orderId, waiting.flatMap((batch) => batch.commands), scene())
        return order && isReckoned(orderId) ? { ...order, state: 'paid' } : order
      })
      views.set(orderId, drawn)
    }
    return drawn
  }

  /** The orders of which the server has not taken everything, as they are drawn. */
  const drafts = computed(() => [...pending.keys()].flatMap((orderId) => view(orderId).value ?? []))

  /** What a page before this one could not send. A refusal asks people here, as it would have asked them there. */
  async function adopt(): Promise<void> {
    for (const kept of await shelf.unsent()) follow(kept)
  }
  function follow(kept: KeptBatch) {
    let first = door.adopt(kept)
    if (!first) return
    const send = (commands: Command[]) => {
      const sent = first ?? door.send(kept.orderId, commands)
      first = null
      return sent
    }
    const proved = async (commands: Command[]) => (await sendProved(send, commands)) ?? Promise.reject(new Problem({ status: 0, code: 'discarded' }))
    void sendApproved(proved, kept.commands).catch(() => undefined) // a refusal has been told
  }

  /** Remembered from before this page, and not heard of since: they may be over by now. */
  const unheard = new Set<string>()
  let recalling = Promise.resolve()

  /** The open orders as they were last told, for as long as the server does not say it anew. */
  function recall(): Promise<void> {
    recalling = shelf.orders(session.storeId).then((kept) => {
      for (const order of kept.filter((one) => !base.has(one.id))) {
        base.set(order.id, order)
        unheard.add(order.id)
      }
    })
    return recalling
  }

  /** These are all that are open, says the server: what was only remembered and is not among them is over. */
  async function confirmOpen(open: readonly OrderSummary[]): Promise<void> {
    await recalling
    const ids = new Set(open.map((order) => order.id))
    for (const id of [...unheard].filter((one) => !ids.has(one) && !pending.has(one))) {
      base.delete(id)
      unheard.delete(id)
      shelf.dropOrder(id)
    }
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
    unheard.clear()
    parked.clear()
    views.clear()
  }

  return { base, pending, drafts, door, isAsked, isStuck, isReckoned, view, adopt, recall, confirmOpen, load, hear, newOrderId, isUnborn, isKnown, forget }
})
