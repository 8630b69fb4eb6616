import { describe, expect, it } from 'vitest'
import { randomPassword, randomPin } from './secrets'

describe('made-up secrets', () => {
  it('are PINs that the server takes', () => {
    const pins = Array.from({ length: 500 }, randomPin)
    expect(pins.every((pin) => /^\d{4}$/.test(pin))).toBe(true)
    expect(pins.some((pin) => '0123456789'.includes(pin) || new Set(pin).size < 3)).toBe(false)
  })
  it('are passwords of 17 characters that can be read out', () => {
    expect(randomPassword()).toMatch(/^[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){2}$/)
  })
})
