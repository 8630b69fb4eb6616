import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import * as calls from '@/shared/api/calls'
import { isAway } from '@/shared/api/problem'
import type { Tokens } from '@/shared/api/types'
import { makeTerminalSession, readKept } from '@/shared/terminalSession'
import { shelf } from '../shelf'

const PEOPLE = 'zaotai.people'
const UNPROVEN = 'zaotai.unproven'

/** Somebody as the server last described them here. */
export type Profile = Pick<Tokens, 'staff' | 'permissions' | 'store'>
const profileOf = ({ staff, permissions, store }: Tokens): Profile => ({ staff, permissions, store })

/**
 * This tablet, and who is signed in on it: kept while the page lives, over a reload.
 *
 * While the server is away, somebody who has signed in here before goes on without its word. Nothing to check a PIN with is
 * ever kept on the device; so they count as unproven, and what they tap waits until the server has taken their PIN.
 */
export const useSession = defineStore('session', () => {
  const terminalSession = makeTerminalSession({ storage: sessionStorage, key: 'zaotai.session' })
  const { terminal, tokens } = terminalSession
  const unproven = shallowRef(readKept<Profile>(sessionStorage, UNPROVEN))
  /** The server is back and knows no PIN that would do: it has to be typed. */
  const asksPin = ref(false)
  /** As it was typed while the server was away. On this page alone, until it is checked. */
  let typed: string | null = null

  const person = computed<Profile | null>(() => tokens.value ?? unproven.value)
  const isProven = computed(() => tokens.value !== null)
  const may = (permission: string) => person.value?.permissions.includes(permission) ?? false

  const people = () => readKept<Record<string, Profile>>(localStorage, PEOPLE) ?? {}

  function goOnUnproven(profile: Profile | null, pin: string | null) {
    unproven.value = profile
    typed = profile && pin
    asksPin.value = false
    if (profile) sessionStorage.setItem(UNPROVEN, JSON.stringify(profile))
    else sessionStorage.removeItem(UNPROVEN)
  }

  /** Whether somebody may go on while the server is away. */
  const mayGoOnAway = (staffId: string) => {
    const known = people()[staffId]
    return known !== undefined && known.store?.id === terminal.value?.store.id
  }

  async function signIn(staffId: string, pin: string): Promise<void> {
    try {
      const answer = await terminalSession.signIn(staffId, pin)
      goOnUnproven(null, null)
      localStorage.setItem(PEOPLE, JSON.stringify({ ...people(), [staffId]: profileOf(answer) }))
    } catch (error) {
      if (!isAway(error) || !mayGoOnAway(staffId)) throw error
      goOnUnproven(people()[staffId]!, pin)
    }
  }

  /** Whether the server is back; then the PIN that was typed is shown to it, or people are asked for it. */
  async function prove(): Promise<void> {
    const who = unproven.value?.staff.id
    if (!who || asksPin.value) return
    try {
      if (typed === null) await calls.staffTiles(terminal.value!.token)
      else await signIn(who, typed)
    } catch (error) {
      if (isAway(error)) return
      typed = null // another try with it would only count as another wrong one
    }
    asksPin.value = !isProven.value && who === unproven.value?.staff.id && typed === null
  }

  async function signOut(): Promise<void> {
    const isKnownToServer = isProven.value
    goOnUnproven(null, null)
    if (isKnownToServer) await terminalSession.signOut()
  }

  function leave() {
    goOnUnproven(null, null)
    terminalSession.leave()
  }

  async function enrol(brand: string, code: string): Promise<void> {
    await terminalSession.enrol(brand, code)
    await forgetStore()
  }

  /** The device is another store's, or nobody's; what was not sent stays, for it may be money. */
  async function forgetStore(): Promise<void> {
    localStorage.removeItem(PEOPLE)
    await shelf.forget()
  }

  return { ...terminalSession, person, isProven, asksPin, may, mayGoOnAway, signIn, prove, signOut, leave, enrol, forgetStore }
})
