import { closePage, openPage } from './calls'

const KEY = 'zaotai.member.page'

/** Which page this is: a link from the till opens one and is used up by it; the page's own token stays on this phone. */
export async function pageToken(): Promise<string | null> {
  const link = location.hash.slice(1)
  if (link) {
    history.replaceState(null, '', location.pathname) // what is used up need not be shown, shared or kept
    const { page_token } = await openPage(link)
    localStorage.setItem(KEY, page_token)
  }
  return localStorage.getItem(KEY)
}
export const forgetPage = () => localStorage.removeItem(KEY)

export async function leavePage(token: string): Promise<void> {
  forgetPage()
  await closePage(token).catch(() => undefined) // offline: the phone has forgotten it in any case
}
