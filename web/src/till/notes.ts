import { shallowReactive } from 'vue'
import { serverNow } from '@/shared/api/serverClock'
import type { Batch } from './commands'
import { shelf } from './shelf'

/** Money that a person has to settle: of what was taken without a network the server's books say something else. */
export interface MoneyNote {
  /** The request that it came of: told twice, it stands once. */
  id: string
  storeId: string
  /** Paid too much; still due; taken, and not in the books. */
  kind: 'over' | 'short' | 'unbooked'
  number: string | null
  /** In minor units of the currency. */
  amount: number
  currency: string
  /** Why it could not be booked: the refusal's code. */
  why: string | null
  /** Who took it, and when this was told, in milliseconds by the server's clock. */
  by: string | null
  at: number
}

/** What nobody has ticked off, the oldest first; kept on the shelf, whoever signs in next. */
export const notes = shallowReactive<MoneyNote[]>([])

function add(all: readonly MoneyNote[]): void {
  const more = all.filter((one) => !notes.some((other) => other.id === one.id))
  notes.push(...more)
  notes.sort((one, other) => one.at - other.at)
}

/** Writes down what is to be settled, and answers it. */
export function noteMoney(batch: Pick<Batch, 'key' | 'storeId' | 'madeBy'>, what: Pick<MoneyNote, 'kind' | 'amount' | 'currency'> & Partial<Pick<MoneyNote, 'number' | 'why'>>): MoneyNote {
  const note: MoneyNote = { number: null, why: null, ...what, id: batch.key, storeId: batch.storeId, by: batch.madeBy?.name ?? null, at: serverNow() }
  add([note])
  shelf.keepNote(note)
  return note
}

/** What pages before this one wrote down. */
export const recallNotes = async (): Promise<void> => add(await shelf.notes())

/** A person has seen to it. */
export function tickOff(id: string): void {
  const place = notes.findIndex((one) => one.id === id)
  if (place >= 0) notes.splice(place, 1)
  shelf.dropNote(id)
}
