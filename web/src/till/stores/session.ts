import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { bearer, onTokens } from '@/shared/api/client'
import * as calls from '@/shared/api/calls'
import { newId } from '@/shared/ids'
import type { Brand, Store, Tokens } from '@/shared/api/types'

const TERMINAL = 'zaotai.terminal'
const SESSION = 'zaotai.session'

export interface Terminal {
  id: string
  name: string
  token: string
  brand: Brand
  store: Store
}

function read<T>(storage: Storage, key: string): T | null {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null') as T | null
  } catch {
    storage.removeItem(key) // written by an older version
    return null
  }
}

/** This device (kept for good) and who is signed in on it (kept while the page lives, over a reload). */
export const useSession = defineStore('session', () => {
  const terminal = ref(read<Terminal>(localStorage, TERMINAL))
  const tokens = ref(read<Tokens>(sessionStorage, SESSION))
  bearer.set(tokens.value)

  const store = computed(() => tokens.value?.store ?? terminal.value?.store ?? null)
  const storeId = computed(() => store.value?.id ?? '')
  const currency = computed(() => store.value?.currency ?? terminal.value?.brand.currency ?? 'CNY')

  function keep(next: Tokens | null) {
    tokens.value = next
    if (next) sessionStorage.setItem(SESSION, JSON.stringify(next))
    else sessionStorage.removeItem(SESSION)
  }
  onTokens((pair) => keep(pair && tokens.value ? { ...tokens.value, ...pair } : null))

  async function enrol(brand: string, code: string) {
    const answer = await calls.enrol({ brand, code }, newId())
    terminal.value = { id: answer.terminal_id, name: answer.name, token: answer.terminal_token, brand: answer.brand, store: answer.store }
    localStorage.setItem(TERMINAL, JSON.stringify(terminal.value))
  }

  function forgetTerminal() {
    terminal.value = null
    localStorage.removeItem(TERMINAL)
    leave()
  }

  async function signIn(staffId: string, pin: string) {
    const answer = await calls.signInWithPin({ terminal_token: terminal.value!.token, staff_id: staffId, pin })
    bearer.set(answer)
    keep(answer)
    return answer
  }

  function leave() {
    bearer.set(null)
    keep(null)
  }

  /** Ends the session here at once; the server is told, but a dead network keeps nobody signed in. */
  async function signOut() {
    const told = calls.signOut()
    leave()
    await told.catch(() => undefined)
  }

  const may = (permission: string) => tokens.value?.permissions.includes(permission) ?? false

  return { terminal, tokens, store, storeId, currency, enrol, forgetTerminal, signIn, signOut, leave, may }
})
