/**
 * What the till keeps where a reload, a closed browser or a power cut does not reach it: the taps that the server has not
 * taken, the open orders as it last told them, the money that somebody has to settle, and what is needed to take the next order
 * without a network.
 *
 * A browser that keeps nothing (a private window, a full disk) makes no difference to a till whose page stays open:
 * whatever fails here is only not kept, and `isKeeping` says so.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { ref } from 'vue'
import type { Command, Order, Person } from '@/shared/api/types'
import type { MoneyNote } from './notes'

/** A batch as it is kept: the secrets of those who approved it, or paid with it, are not. */
export interface KeptBatch {
  key: string
  place: string
  storeId: string
  orderId: string
  commands: Command[]
  madeAt: number
  madeBy: Person | null
  isReckoned?: boolean
  /** It left with a PIN or a code, which has to be asked for again. */
  lacksSecret: boolean
}

interface Content extends DBSchema {
  unsent: { key: string; value: KeptBatch }
  orders: { key: string; value: Order }
  known: { key: string; value: unknown }
  notes: { key: string; value: MoneyNote }
}

const NAME = 'zaotai.till'
/** Orders that nobody closed here within this are not shown again without asking the server, milliseconds. */
const OLDEST = 3 * 24 * 3600 * 1000
/** A database that does not open within this does not hold the screen up, milliseconds. */
const PATIENCE = 3_000

const isKeeping = ref(true)
let opened: Promise<IDBPDatabase<Content> | null> | undefined

async function open(): Promise<IDBPDatabase<Content> | null> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no database')), PATIENCE))
  try {
    const opening = openDB<Content>(NAME, 2, {
      upgrade(db, before) {
        if (before < 1) {
          db.createObjectStore('unsent', { keyPath: 'key' })
          db.createObjectStore('orders', { keyPath: 'id' })
          db.createObjectStore('known')
        }
        db.createObjectStore('notes', { keyPath: 'id' })
      },
      // A newer release in another tab wants to change it: nothing of this one is kept until its page is loaded anew.
      blocking: () => void opened?.then((db) => db?.close()),
      terminated: () => (opened = undefined),
    })
    const db = await Promise.race([opening, late])
    void navigator.storage?.persist?.()
    return db
  } catch {
    isKeeping.value = false
    return null
  }
}

/** Does it with the database; null where there is none, or it could not. */
async function withDatabase<T>(work: (db: IDBPDatabase<Content>) => Promise<T>): Promise<T | null> {
  const db = await (opened ??= open())
  try {
    const done = db && (await work(db))
    if (db) isKeeping.value = true
    return done
  } catch {
    isKeeping.value = false
    return null
  }
}

const SECRETS = new Set(['approval', 'proof'])
const hasSecret = (command: Command) => Object.keys(command).some((name) => SECRETS.has(name))
const withoutSecrets = (command: Command) => Object.fromEntries(Object.entries(command).filter(([name]) => !SECRETS.has(name))) as unknown as Command

/** What the database takes: plain values, none of the screens' proxies. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export const shelf = {
  isKeeping,

  // --- the taps, in the order in which they were made ---

  keep(batch: Omit<KeptBatch, 'lacksSecret'>): void {
    const { key, place, storeId, orderId, madeAt, madeBy, isReckoned } = batch
    const kept = plain({ key, place, storeId, orderId, madeAt, madeBy, isReckoned, commands: batch.commands.map(withoutSecrets), lacksSecret: batch.commands.some(hasSecret) })
    // Strict: on the disk, not only on its way there, when it counts as kept.
    void withDatabase(async (db) => {
      const change = db.transaction('unsent', 'readwrite', { durability: 'strict' })
      await Promise.all([change.store.put(kept), change.done])
    })
  },
  drop(key: string): void {
    void withDatabase((db) => db.delete('unsent', key))
  },
  async unsent(): Promise<KeptBatch[]> {
    const all = (await withDatabase((db) => db.getAll('unsent'))) ?? []
    return all.sort((a, b) => (a.place < b.place ? -1 : 1))
  },

  // --- the open orders, as the server last told them: its answers as they came, which are plain ---

  keepOrder(order: Order): void {
    if (order.state !== 'open') this.dropOrder(order.id)
    else void withDatabase((db) => db.put('orders', order))
  },
  dropOrder(orderId: string): void {
    void withDatabase((db) => db.delete('orders', orderId))
  },
  async orders(storeId: string): Promise<Order[]> {
    const all = (await withDatabase((db) => db.getAll('orders'))) ?? []
    const [old, young] = [all.filter(isOld), all.filter((order) => !isOld(order))]
    old.forEach((order) => this.dropOrder(order.id))
    return young.filter((order) => order.store_id === storeId)
  },

  // --- money that somebody has to settle ---

  keepNote(note: MoneyNote): void {
    void withDatabase(async (db) => {
      const change = db.transaction('notes', 'readwrite', { durability: 'strict' })
      await Promise.all([change.store.put(plain(note)), change.done])
    })
  },
  dropNote(id: string): void {
    void withDatabase((db) => db.delete('notes', id))
  },
  async notes(): Promise<MoneyNote[]> {
    return (await withDatabase((db) => db.getAll('notes'))) ?? []
  },

  // --- what else a till has to know: by name ---

  keepKnown(name: string, value: unknown): void {
    void withDatabase((db) => db.put('known', value, name))
  },
  async known<T>(name: string): Promise<T | null> {
    return ((await withDatabase((db) => db.get('known', name))) as T | undefined) ?? null
  },

  /** What it knew of a store goes; taps that were not taken stay, and so does money to settle. */
  async forget(): Promise<void> {
    await withDatabase((db) => Promise.all([db.clear('orders'), db.clear('known')]))
  },
}

const isOld = (order: Order) => Date.parse(order.opened_at) < Date.now() - OLDEST
