import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { bearer, guardRenewal, onTokens } from '@/shared/api/client'
import * as calls from './api/access'
import type { Tokens } from './api/access'

const KEY = 'zaotai.office.session'
const BRAND = 'zaotai.office.brand'

function read(): Tokens | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Tokens | null
  } catch {
    localStorage.removeItem(KEY) // written by an older version
    return null
  }
}

/**
 * Who is signed in at head office. All tabs of the browser are one session: a link opens signed in, signing out ends
 * it everywhere, and the refresh token, which may be used once, is used by one tab for all of them.
 */
export const useSession = defineStore('office-session', () => {
  const tokens = ref(read())
  /** The server ended the session under somebody's hands; whoever signs out knows it. */
  const hasEnded = ref(false)
  bearer.set(tokens.value)

  function keep(next: Tokens | null) {
    tokens.value = next
    if (next) localStorage.setItem(KEY, JSON.stringify(next))
    else localStorage.removeItem(KEY)
  }
  onTokens((pair) => {
    hasEnded.value = pair === null
    keep(pair && tokens.value ? { ...tokens.value, ...pair } : null)
  })
  guardRenewal(async (spent, renew) => {
    const renewOnce = async () => {
      const kept = read()
      if (kept && kept.refresh_token !== spent) return kept // another tab was first
      const pair = await renew(spent)
      if (kept) localStorage.setItem(KEY, JSON.stringify({ ...kept, ...pair }))
      return pair
    }
    // Locks exist on https and localhost only; elsewhere two tabs may meet, and the worst is signing in again.
    return navigator.locks ? navigator.locks.request(KEY, renewOnce) : renewOnce()
  })
  addEventListener('storage', (event) => {
    if (event.key !== KEY) return
    tokens.value = read()
    bearer.set(tokens.value)
  })

  async function signIn(brand: string, email: string, password: string) {
    const answer = await calls.signInWithPassword({ brand, email, password })
    localStorage.setItem(BRAND, brand)
    bearer.set(answer)
    keep(answer)
    hasEnded.value = false
    return answer
  }

  /** Ends the session here at once; the server is told, but a dead network keeps nobody signed in. */
  async function signOut() {
    const told = calls.signOut()
    bearer.set(null)
    keep(null)
    await told.catch(() => undefined)
  }

  const permissions = computed(() => new Set(tokens.value?.permissions ?? []))
  const may = (permission: string) => permissions.value.has(permission)
  const currency = computed(() => tokens.value?.brand.currency ?? 'CNY')
  const lastBrand = () => localStorage.getItem(BRAND) ?? ''

  return { tokens, hasEnded, currency, may, signIn, signOut, lastBrand }
})
