import { describe, expect, it } from 'vitest'
import type { Line } from '../api/foodCost'
import { differencesOf } from './differences'

const line = (code: string, usage_variance: string) => ({ item_id: code, code, name: { zh: code, en: code }, usage_variance }) as Line

describe('differencesOf', () => {
  it('tells what changed, the most money first, and is silent about the rest', () => {
    const before = [line('pork', '260'), line('bamboo', '60.333333333333'), line('gone', '1')]
    const after = [line('pork', '380'), line('bamboo', '60.3333333333333333'), line('new', '-5')]
    expect(differencesOf(before, after).map(({ code, before: was, after: is, difference }) => [code, was, is, difference])).toEqual([
      ['pork', '260', '380', '120'],
      ['new', null, '-5', '-5'],
      ['gone', '1', null, '-1'],
    ])
  })
})
