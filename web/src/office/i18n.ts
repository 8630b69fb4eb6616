import { makeI18n, type Messages } from '@/shared/i18n'
import type { Locale } from '@/shared/names'
import type { Words } from './messages/words'

// Each subject has a file of texts, in both languages side by side: messages/<subject>.ts holds what t('<subject>.…') says.
const files = import.meta.glob<Words>(['./messages/*.ts', '!./messages/words.ts'], { eager: true, import: 'default' })

function inOne(locale: Locale): Messages {
  const subject = (path: string) => path.replace(/^.*\/(.+)\.ts$/, '$1')
  return Object.fromEntries(Object.entries(files).map(([path, texts]) => [subject(path), texts[locale]]))
}

export const i18n = makeI18n({ 'zh-CN': inOne('zh-CN'), en: inOne('en') })
