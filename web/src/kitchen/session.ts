import { defineStore } from 'pinia'
import { ref } from 'vue'
import { bearer } from '@/shared/api/client'
import { renewOnceForAllTabs } from '@/shared/api/sharedRenewal'
import type { Tokens } from '@/shared/api/types'
import { makeTerminalSession, readKept } from '@/shared/terminalSession'

const KEY = 'zaotai.kitchen.session'

/**
 * This screen's device, and the cook who is signed in: kept over a power cut, and shared by the tabs of the browser (a
 * station on one monitor, the guests' numbers on another). A screen whose session was ended elsewhere goes on showing.
 */
export const useSession = defineStore('kitchen-session', () => {
  const session = makeTerminalSession({ storage: localStorage, key: KEY })
  /** A person signed out here: the tickets leave the screen. */
  const isLeft = ref(session.tokens.value === null)
  renewOnceForAllTabs(KEY)

  addEventListener('storage', (event) => {
    if (event.key !== KEY) return
    session.tokens.value = readKept<Tokens>(localStorage, KEY)
    bearer.set(session.tokens.value)
    if (session.tokens.value) isLeft.value = false
  })

  async function signIn(staffId: string, pin: string) {
    const answer = await session.signIn(staffId, pin)
    isLeft.value = false
    return answer
  }

  async function signOut() {
    isLeft.value = true
    await session.signOut()
  }

  return { ...session, isLeft, signIn, signOut }
})
