import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { Page } from '../api/paging'
import { usePages } from './pages'

vi.mock('../refusals', () => ({ refusalWords: String }))

const KEPT = 450
const scope = effectScope()
const asked: [string | undefined, number | undefined][] = []
function fetch(_filter: object, cursor?: string, limit?: number): Promise<Page<number>> {
  asked.push([cursor, limit])
  const from = Number(cursor ?? 0)
  const end = Math.min(KEPT, from + (limit ?? 50))
  return Promise.resolve({ items: Array.from({ length: end - from }, (_, place) => from + place), next_cursor: end < KEPT ? String(end) : null })
}
let pages: ReturnType<typeof usePages<number, object>>
beforeEach(async () => {
  asked.length = 0
  pages = scope.run(() => usePages<number, object>(() => ({}), fetch))!
  await vi.waitFor(() => expect(pages.rows.value).toHaveLength(50))
})
afterEach(() => expect(pages.rows.value).toHaveLength(50)) // what is in view stays as it is

describe('all rows of a list', () => {
  it('are read to the end, in long pages, whatever is in view', async () => {
    expect(await pages.all(1000)).toEqual({ rows: Array.from({ length: KEPT }, (_, place) => place), isWhole: true })
    expect(asked.slice(1)).toEqual([[undefined, 200], ['200', 200], ['400', 200]])
  })
  it('end at a limit, which is told', async () => {
    const { rows, isWhole } = await pages.all(300)
    expect([rows.length, rows.at(-1), isWhole]).toEqual([300, 299, false])
    expect(asked.slice(1)).toEqual([[undefined, 200], ['200', 100]])
  })
  it('are whole when they are exactly as many as the limit', async () => {
    expect((await pages.all(KEPT)).isWhole).toBe(true)
  })
})
