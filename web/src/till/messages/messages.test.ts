import { describe, expect, it } from 'vitest'
import type { Messages } from '@/shared/i18n'
import en from './en'
import zh from './zh-CN'

/** Every key with its placeholders: "pay.left" → "amount". */
function shape(messages: Messages, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[path + key, [...new Set(value.match(/\{\w+\}/g) ?? [])].sort().join(' ')]]
        : Object.entries(shape(value, `${path}${key}.`)),
    ),
  )
}

describe('the two languages', () => {
  it('say the same things about the same values', () => {
    expect(shape(en)).toEqual(shape(zh))
  })
  it('offer as many usual reasons each', () => {
    for (const deed of ['void', 'comp', 'refire', 'cancel', 'refund'] as const) expect(en.reasons[deed].split(';').length).toBe(zh.reasons[deed].split(';').length)
  })
})
