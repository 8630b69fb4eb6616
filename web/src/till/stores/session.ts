import { defineStore } from 'pinia'
import { makeTerminalSession } from '@/shared/terminalSession'

/** This tablet, and who is signed in on it: kept while the page lives, over a reload. */
export const useSession = defineStore('session', () => makeTerminalSession({ storage: sessionStorage, key: 'zaotai.session' }))
