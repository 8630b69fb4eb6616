import { computed, type Ref } from 'vue'
import type { Locale } from '@/shared/names'
import type { useAddress } from './address'

/** A column: `text` is what it sorts by, exports, and shows where no slot draws it. */
export interface Column<Row> {
  key: string
  label: string
  text: (row: Row) => string | number | null
  align?: 'right'
  width?: string
  isSortable?: boolean
  /** Not shown until somebody asks for it. */
  isExtra?: boolean
  /** Cannot be hidden. */
  isFixed?: boolean
  /** What a file holds instead of `text`: dates and numbers that a spreadsheet reads, nothing left out for want of room. */
  file?: (row: Row) => string | number | null
  /** Stands in files alone, and in each. */
  isInFiles?: boolean
}

export interface Sort {
  key: string
  isDown: boolean
}

/** "-price" is price, largest first. */
export const sortOf = (text: string): Sort | null => (text ? { key: text.replace(/^-/, ''), isDown: text.startsWith('-') } : null)
export const sortText = (sort: Sort | null) => (sort ? (sort.isDown ? '-' : '') + sort.key : '')

/** Rows in the order of a column; empty cells last in both directions, equal ones as they were. */
export function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | null, locale: Locale): Row[] {
  const column = sort && columns.find((one) => one.key === sort.key)
  if (!sort || !column) return [...rows]
  const words = new Intl.Collator(locale, { numeric: true })
  const way = sort.isDown ? -1 : 1
  return rows
    .map((row) => ({ row, text: column.text(row) }))
    .sort((one, other) => {
      const isEmpty = (value: unknown) => value === null || value === ''
      if (isEmpty(one.text) || isEmpty(other.text)) return Number(isEmpty(one.text)) - Number(isEmpty(other.text))
      if (typeof one.text === 'number' && typeof other.text === 'number') return way * (one.text - other.text)
      return way * words.compare(String(one.text), String(other.text))
    })
    .map(({ row }) => row)
}

/** What a table shows of all rows: sorted, one page; sort and page are in the address. */
export function useTable<Row>(rows: Ref<Row[]>, columns: Ref<Column<Row>[]>, locale: Ref<Locale>, address: ReturnType<typeof useAddress>, size = 50) {
  const sortParam = address.param('sort')
  const pageParam = address.param('page')
  const sort = computed({ get: () => sortOf(sortParam.value), set: (next) => (sortParam.value = sortText(next)) })
  const pages = computed(() => Math.max(1, Math.ceil(rows.value.length / size)))
  const page = computed({
    get: () => Math.min(Math.max(1, Number(pageParam.value) || 1), pages.value),
    set: (next) => (pageParam.value = next > 1 ? String(next) : ''),
  })
  const ordered = computed(() => sorted(rows.value, columns.value, sort.value, locale.value))
  const shown = computed(() => ordered.value.slice((page.value - 1) * size, page.value * size))
  return { sort, page, pages, ordered, shown, size }
}

/** A spreadsheet program must not take a cell for a formula (CSV injection), nor guess the encoding: hence ' and the BOM. */
export function csvOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cell = (value: string | number | null) => {
    const text = typeof value === 'string' && /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : String(value ?? '')
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = [columns.map((column) => cell(column.label)), ...rows.map((row) => columns.map((column) => cell((column.file ?? column.text)(row))))]
  return '\uFEFF' + lines.map((line) => line.join(',')).join('\r\n') + '\r\n'
}

export function download(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
