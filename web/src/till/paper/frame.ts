import { serverNow } from '@/shared/api/serverClock'
import { useSpeech } from '@/shared/i18n'
import { useSession } from '../stores/session'
import type { Frame } from './papers'

/** Gives the frame of a paper that is printed now, here. */
export function useFrame(): () => Frame {
  const { t, locale, money, name } = useSpeech()
  const session = useSession()
  return () => ({
    store: name(session.store?.name),
    from: [session.terminal?.name, session.person?.staff.name].filter(Boolean).join(' · '),
    at: new Date(serverNow()).toLocaleString('sv-SE', { timeZone: session.store?.timezone }).slice(0, 16), // 2026-03-01 12:03
    locale: locale.value,
    t: (key, named) => t(key, named ?? {}),
    money: (amount) => money(amount, session.currency),
  })
}
