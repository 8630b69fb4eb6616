import { describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { useColumns } from './columns'
import { csvOf, sorted, sortOf, sortText, type Column } from './table'

interface Row {
  name: string
  price: number | null
}
const columns: Column<Row>[] = [
  { key: 'name', label: 'Name', text: (row) => row.name },
  { key: 'price', label: 'Price', text: (row) => row.price },
]
const rows: Row[] = [
  { name: 'N10', price: 300 },
  { name: 'N9', price: null },
  { name: 'N2', price: 1000 },
]
const names = (found: Row[]) => found.map((row) => row.name)

describe('sorted', () => {
  it('counts numbers as numbers and leaves empty cells at the end in both directions', () => {
    expect(names(sorted(rows, columns, sortOf('price'), 'en'))).toEqual(['N10', 'N2', 'N9'])
    expect(names(sorted(rows, columns, sortOf('-price'), 'en'))).toEqual(['N2', 'N10', 'N9'])
  })
  it('reads digits in codes as people do', () => {
    expect(names(sorted(rows, columns, sortOf('name'), 'zh-CN'))).toEqual(['N2', 'N9', 'N10'])
  })
  it('ignores a column that does not exist', () => {
    expect(names(sorted(rows, columns, sortOf('colour'), 'en'))).toEqual(['N10', 'N9', 'N2'])
  })
  it('goes into the address and back', () => {
    expect(sortText(sortOf('-price'))).toBe('-price')
    expect(sortText(null)).toBe('')
  })
})

describe('csvOf', () => {
  it('quotes, and disarms what a spreadsheet would take for a formula', () => {
    expect(csvOf([{ name: '=1+1', price: -5 }, { name: 'a "b", c', price: null }], columns)).toBe('\uFEFFName,Price\r\n\'=1+1,-5\r\n"a ""b"", c",\r\n')
  })
  it('disarms full-width signs and signs behind blanks, too', () => {
    const told = csvOf([{ name: ' =1', price: 1 }, { name: '＝1', price: 1 }, { name: 'a=1', price: 1 }], columns)
    expect(told).toContain("' =1,1\r\n'＝1,1\r\na=1,1")
  })
  it('holds what a column says to files, and columns that stand in files alone', () => {
    const all = ref<Column<Row>[]>([{ key: 'price', label: 'Price', text: (row) => `¥${row.price}`, file: (row) => row.price }, { key: 'currency', label: 'Currency', text: () => 'CNY', isInFiles: true }])
    vi.stubGlobal('localStorage', { getItem: () => null })
    const choice = useColumns('orders', all)
    expect(choice.visible.value.map((column) => column.key)).toEqual(['price'])
    expect(choice.columns.value).toHaveLength(1)
    expect(csvOf([rows[0]!], choice.exported.value)).toBe('\uFEFFPrice,Currency\r\n300,CNY\r\n')
  })
})
