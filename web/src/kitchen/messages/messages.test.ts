import { describe, expect, it } from 'vitest'
import type { Messages } from '@/shared/i18n'
import en from './en'
import zh from './zh-CN'

/** Every key with its placeholders: "ticket.left" → "time". */
function shape(messages: Messages, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[path + key, [...new Set(value.match(/\{\w+\}/g) ?? [])].sort().join(' ')]]
        : Object.entries(shape(value, `${path}${key}.`)),
    ),
  )
}

describe('the two languages of the kitchen', () => {
  it('say the same things about the same values', () => {
    expect(shape(en)).toEqual(shape(zh))
  })
  it('offer as many usual reasons each', () => {
    expect(en.sheet.reasons.split(';').length).toBe(zh.sheet.reasons.split(';').length)
  })
})
