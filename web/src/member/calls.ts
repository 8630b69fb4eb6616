/** Every call of a guest's own page. Nobody is signed in: the page's token says whose it is. */
import { answer, api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'

type Schemas = components['schemas']
export type Page = Schemas['PhonePage']
export type PageCode = Schemas['PageCode']
export type Joining = Schemas['PhoneJoins']

export const openPage = (token: string, key: string) => answer<Schemas['OpenedPage']>(api.POST('/member-page/open', { body: { token }, headers: { 'Idempotency-Key': key } }))
export const showPage = (page_token: string) => answer<Page>(api.POST('/member-page/show', { body: { page_token } }))
export const showCode = (page_token: string) => answer<PageCode>(api.POST('/member-page/code', { body: { page_token } }))
export const changePin = (body: Schemas['PagePin']) => answer<unknown>(api.POST('/member-page/pin', { body }))
export const changeConsent = (body: Schemas['PageConsent']) => answer<{ agrees_to: string[] }>(api.POST('/member-page/consent', { body }))
export const closePage = (page_token: string) => answer<unknown>(api.POST('/member-page/close', { body: { page_token } }))
export const brandOf = (brand: string) => answer<Schemas['BrandOfPage']>(api.POST('/member-page/brand', { body: { brand } }))
export const join = (body: Joining) => answer<{ phone: string }>(api.POST('/member-page/join', { body }))
