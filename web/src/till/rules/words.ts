import type { LineModifier } from '@/shared/api/types'
import { nameIn, type Locale } from '@/shared/names'

/** Modifiers in one line of text: "No coriander, Extra noodles ×2 (soft)". */
export function modifierWords(modifiers: readonly LineModifier[], locale: Locale): string {
  const comma = locale === 'en' ? ', ' : '、'
  return modifiers
    .map((one) => {
      const count = one.quantity > 1 ? ` ×${one.quantity}` : ''
      const own = one.modifiers?.length ? ` (${modifierWords(one.modifiers, locale)})` : ''
      return nameIn(one.name, locale) + count + own
    })
    .join(comma)
}
