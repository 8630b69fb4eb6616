import { Problem } from '@/shared/api/problem'
import { newId } from '@/shared/ids'
import { closePage, openPage } from './calls'

const KEY = 'zaotai.member.page'
const OPENING = 'zaotai.member.opening'
/** Used up, too old, or no link at all. */
const REFUSED = new Set([401, 422])

export interface Kept {
  token: string | null
  /** Why the scanned link opened nothing; the page that was open before stays. */
  refused: Problem | null
}

/** Which page this is: a link from the till opens one and is used up by it; the page's own token stays on this phone. */
export async function keptPage(): Promise<Kept> {
  const scanned = location.hash.slice(1)
  if (scanned) {
    sessionStorage.setItem(OPENING, JSON.stringify({ link: scanned, key: newId() }))
    history.replaceState(null, '', location.pathname) // what is used up need not be shown, shared or kept
  }
  const refused = await open()
  return { token: localStorage.getItem(KEY), refused }
}

/** The link stays until the server has said yes or no: on a poor network it is sent again, with the same key. */
async function open(): Promise<Problem | null> {
  const opening = JSON.parse(sessionStorage.getItem(OPENING) ?? 'null') as { link: string; key: string } | null
  if (!opening) return null
  try {
    localStorage.setItem(KEY, (await openPage(opening.link, opening.key)).page_token)
  } catch (error) {
    if (!(error instanceof Problem && REFUSED.has(error.status))) throw error
    sessionStorage.removeItem(OPENING)
    return error
  }
  sessionStorage.removeItem(OPENING)
  return null
}
export const forgetPage = () => localStorage.removeItem(KEY)

export async function leavePage(token: string): Promise<void> {
  forgetPage()
  await closePage(token).catch(() => undefined) // offline: the phone has forgotten it in any case
}
