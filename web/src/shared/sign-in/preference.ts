import { localeOf } from '@/shared/i18n'
import type { Locale } from '@/shared/names'

/** The language a person chose on this tablet: it comes back when they sign in here again. */
const keyOf = (staffId: string) => `zaotai.locale.${staffId}`

export const preferredLocale = (staffId: string): Locale | null => localeOf(localStorage.getItem(keyOf(staffId)))

export const keepLocale = (staffId: string, locale: Locale) => localStorage.setItem(keyOf(staffId), locale)
