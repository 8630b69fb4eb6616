import { describe, expect, it } from 'vitest'
import { listText } from './names'

describe('listText', () => {
  it('lists as the language does, and leaves out what is empty', () => {
    expect(listText(['Beef noodles', null, 'Tea', false, ''], 'en')).toBe('Beef noodles, Tea')
    expect(listText(['牛肉面', undefined, '茶'], 'zh-CN')).toBe('牛肉面、茶')
    expect(listText([], 'en')).toBe('')
  })
})
