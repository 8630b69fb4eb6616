import type { Messages } from '@/shared/i18n'

type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

/** A subject's texts in both languages; a text that one of them lacks is a type error. */
export interface Words {
  en: Messages
  'zh-CN': Messages
}
export function words<T extends Messages>(en: T, zh: Same<T>): Words {
  return { en, 'zh-CN': zh as Messages }
}
