import type { Kept } from '../stream'

/** What a screen showed, kept in the browser's database: a reload without the network shows it again. */
export interface KeptScreen {
  kept: Kept
  savedAt: number
}

const NAME = 'zaotai-kitchen'
const STORE = 'screens'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE)
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('no database'))
  })
}

async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode)
      const asked = act(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(asked.result)
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('not kept'))
    })
  } finally {
    database.close()
  }
}

/** Null where nothing was kept, or where this browser keeps nothing (a private window): then the server is asked. */
export async function takeOut(key: string): Promise<KeptScreen | null> {
  try {
    return (await within<KeptScreen | undefined>('readonly', (store) => store.get(key))) ?? null
  } catch {
    return null
  }
}

export const putAway = (key: string, screen: KeptScreen): Promise<unknown> => within('readwrite', (store) => store.put(screen, key))

export const forgetAll = (): Promise<unknown> => within('readwrite', (store) => store.clear())
