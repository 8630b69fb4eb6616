import { guardRenewal } from './client'
import type { TokenPair } from './bearer'

/**
 * For screens that keep their tokens under one key for all tabs: the refresh token, which may be used once, is used by one
 * tab for all of them.
 */
export function renewOnceForAllTabs(key: string): void {
  const read = () => JSON.parse(localStorage.getItem(key) ?? 'null') as TokenPair | null
  guardRenewal(async (spent, renew) => {
    const renewOnce = async () => {
      const kept = read()
      if (kept && kept.refresh_token !== spent) return kept // another tab was first
      const pair = await renew(spent)
      if (kept) localStorage.setItem(key, JSON.stringify({ ...kept, ...pair }))
      return pair
    }
    // Locks exist on https and localhost only; elsewhere two tabs may meet, and the worst is signing in again.
    return navigator.locks ? navigator.locks.request(key, renewOnce) : renewOnce()
  })
}
