export type Locale = 'zh-CN' | 'en'

/** A human name in the languages of the product. */
export interface Name {
  zh?: string | null
  en?: string | null
}

export interface FullName {
  zh: string
  en: string
}

/** The name in this language, or in the other where this one is missing. */
export function nameIn(name: Name | null | undefined, locale: Locale): string {
  if (!name) return ''
  return (locale === 'en' ? name.en || name.zh : name.zh || name.en) ?? ''
}

/** Things named after each other, as the language lists them; empty ones are left out. */
export const listText = (names: readonly (string | null | undefined | false)[], locale: Locale) => names.filter(Boolean).join(locale === 'en' ? ', ' : '、')
