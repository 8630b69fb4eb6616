import { describe, expect, it } from 'vitest'
import type { DocumentLine } from '../api/stock'
import { corrected, documentValue, linesToCorrect } from './documentWords'

const line = (told: Partial<DocumentLine>): DocumentLine => ({
  line_no: 1,
  item_id: 'fish',
  item: { id: 'fish', code: 'FISH', name: { zh: '鱼', en: 'Fish' }, stock_unit: 'kg' },
  quantity: '10',
  unit: '条',
  stock_quantity: '16.2',
  unit_cost: null,
  unit_price: null,
  received_quantity: null,
  is_output: false,
  ...told,
})

describe('documentValue', () => {
  it('is quantity × price where the price was told to the unit', () => {
    expect(documentValue({ lines: [line({ unit_price: '60', unit_cost: '37.03703704' })] })).toBe('600')
    expect(documentValue({ lines: [line({ unit_cost: '37' }), line({})] })).toBe('599.4')
    expect(documentValue({ lines: [line({})] })).toBeNull()
  })
})
describe('linesToCorrect', () => {
  it('takes what the receipt held, and the weight of what is weighed', () => {
    const rice = line({ item_id: 'rice', quantity: '2', unit: '箱', stock_quantity: '20' })
    const lines = linesToCorrect({ lines: [line({ unit_price: '60' }), rice] }, (id) => id === 'fish')
    expect(lines).toEqual([
      { item_id: 'fish', quantity: '10', unit: '条', stock_quantity: '16.2', unit_price: null },
      { item_id: 'rice', quantity: '2', unit: '箱', stock_quantity: null, unit_price: null },
    ])
    expect(corrected(lines)).toEqual([])
    expect(corrected([lines[0]!, { ...lines[1]!, unit_price: '-20' }])).toHaveLength(1)
  })
})
