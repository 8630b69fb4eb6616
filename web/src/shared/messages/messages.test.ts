import { describe, expect, it } from 'vitest'
import type { Messages } from '../i18n'

// The till, the kitchen and the guest's page keep a file a language; the office keeps both beside each other, held by types.
const files = import.meta.glob<Messages>('../../*/messages/{en,zh-CN}.ts', { eager: true, import: 'default' })
const screens = [...new Set(Object.keys(files).map((path) => path.replace(/[^/]+$/, '')))]

/** Every key with its placeholders, "pay.left" → "amount", and how many usual reasons it offers. */
function shape(messages: Messages, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).flatMap(([key, value]) => {
      if (typeof value !== 'string') return Object.entries(shape(value, `${path}${key}.`))
      const reasons = `${path}${key}`.includes('reasons') ? value.split(';').length : ''
      return [[path + key, [...new Set(value.match(/\{\w+\}/g) ?? []), reasons].sort().join(' ')]]
    }),
  )
}

describe.each(screens)('the two languages of %s', (screen) => {
  it('say the same things about the same values', () => {
    expect(shape(files[`${screen}en.ts`]!)).toEqual(shape(files[`${screen}zh-CN.ts`]!))
  })
})
