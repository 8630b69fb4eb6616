/** Signing in at head office, and who is signed in. */
import { answer, api } from '@/shared/api/client'
import type { Tokens } from '@/shared/api/types'

export type { Tokens }

export const signInWithPassword = (body: { brand: string; email: string; password: string }) =>
  answer<Tokens>(api.POST('/sign-in/password', { body }))

export const signOut = () => answer<unknown>(api.POST('/sign-out', {}))
