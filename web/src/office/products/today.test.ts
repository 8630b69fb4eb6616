import { describe, expect, it } from 'vitest'
import { todayOf } from './today'

const product = { id: 'p', variants: [] }
const sized = { id: 'p', variants: ['s', 'l'].map((id) => ({ id, code: id, name: { zh: id, en: id } })) }
const item = (state: 'in' | 'out' | 'countdown', variant_id: string | null = null, left: string | null = null) => ({ product_id: 'p', variant_id, state, left })

describe('todayOf', () => {
  it('is there unless something says otherwise', () => {
    expect(todayOf(product, [])).toEqual({ state: 'in', left: null })
    expect(todayOf(product, [item('countdown', null, '3')])).toEqual({ state: 'countdown', left: '3' })
  })
  it('is out when it is counted down to nothing, or in every size', () => {
    expect(todayOf(product, [item('countdown', null, '0')]).state).toBe('out')
    expect(todayOf(sized, [item('out', 's')]).state).toBe('in')
    expect(todayOf(sized, [item('out', 's'), item('out', 'l')]).state).toBe('out')
  })
})
