/** One page of a list; `next_cursor` is null on the last. */
export interface Page<T> {
  items: T[]
  next_cursor: string | null
}
export interface PageQuery {
  cursor?: string
  limit?: number
}

/** The server's longest page. */
export const PAGE_LIMIT = 200

/** The whole of a list that is known to be short (stores, roles, tax classes), page by page. */
export async function allOf<T>(fetchPage: (query: PageQuery) => Promise<Page<T>>, limit = PAGE_LIMIT): Promise<T[]> {
  const found: T[] = []
  let cursor: string | undefined
  do {
    const page = await fetchPage({ cursor, limit })
    found.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  return found
}
