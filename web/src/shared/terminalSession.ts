import { computed, ref, type Ref } from 'vue'
import { bearer, onTokens } from './api/client'
import * as calls from './api/calls'
import { Problem } from './api/problem'
import { newId } from './ids'
import type { Brand, Store, Tokens } from './api/types'

const TERMINAL = 'zaotai.terminal'
const ENROLLING = 'zaotai.enrolling'

export interface Terminal {
  id: string
  name: string
  token: string
  brand: Brand
  store: Store
}

/** Where a screen keeps who is signed in: while the page lives, or over a power cut. */
export interface Keeping {
  storage: Storage
  key: string
}

export function readKept<T>(storage: Storage, key: string): T | null {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null') as T | null
  } catch {
    storage.removeItem(key) // written by an older version
    return null
  }
}

interface Enrolling {
  brand: string
  code: string
  key: string
}

/** An enrolment whose answer has not come. Sent again with the same key, a code that it spent still holds. */
export const enrolling = () => readKept<Enrolling>(sessionStorage, ENROLLING)

/** This device (kept for good, the same for every screen on it) and who is signed in on it. */
export function makeTerminalSession({ storage, key }: Keeping) {
  const terminal: Ref<Terminal | null> = ref(readKept<Terminal>(localStorage, TERMINAL))
  const tokens: Ref<Tokens | null> = ref(readKept<Tokens>(storage, key))
  bearer.set(tokens.value)

  const store = computed(() => tokens.value?.store ?? terminal.value?.store ?? null)
  const storeId = computed(() => store.value?.id ?? '')
  const currency = computed(() => store.value?.currency ?? terminal.value?.brand.currency ?? 'CNY')

  function keep(next: Tokens | null) {
    tokens.value = next
    if (next) storage.setItem(key, JSON.stringify(next))
    else storage.removeItem(key)
  }
  onTokens((pair) => keep(pair && tokens.value ? { ...tokens.value, ...pair } : null))

  async function enrol(brand: string, code: string) {
    const last = enrolling()
    const key = last?.brand === brand && last.code === code ? last.key : newId()
    sessionStorage.setItem(ENROLLING, JSON.stringify({ brand, code, key }))
    const answer = await calls.enrol({ brand, code }, key).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'wrong_code') sessionStorage.removeItem(ENROLLING)
      throw error
    })
    terminal.value = { id: answer.terminal_id, name: answer.name, token: answer.terminal_token, brand: answer.brand, store: answer.store }
    localStorage.setItem(TERMINAL, JSON.stringify(terminal.value))
    sessionStorage.removeItem(ENROLLING)
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
}

/** What the shared pages of signing in need of a session. */
export interface SigningIn {
  terminal: Terminal | null
  enrol: (brand: string, code: string) => Promise<void>
  signIn: (staffId: string, pin: string) => Promise<unknown>
  /** Whether somebody may go on while the server is away, where a screen can work without it. */
  mayGoOnAway?: (staffId: string) => boolean
  /** The device is no terminal any more: what it keeps of the store goes. */
  forgetStore?: () => Promise<void>
  leave: () => void
}
