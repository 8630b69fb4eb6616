import { newId } from '@/shared/ids'

// What is edited is what the API speaks: JSON.
export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
export const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** The fields of `after` that differ from `before`: what a PATCH has to say. */
export function changesBetween<T extends object>(before: T, after: T): Partial<T> {
  const keys = Object.keys(after) as (keyof T)[]
  return Object.fromEntries(keys.filter((key) => !isSame(before[key], after[key])).map((key) => [key, after[key]])) as Partial<T>
}

/** Ids for requests that may be tried again: the same values are the same request, other values are another. */
export function retryIds() {
  let tried = { id: newId(), body: '' }
  return (body: unknown): string => {
    const text = JSON.stringify(body)
    if (tried.body !== text) tried = { id: newId(), body: text }
    return tried.id
  }
}

/** The same for many rows, each with a request of its own. */
export function rowRetryIds() {
  const rows = new Map<string, ReturnType<typeof retryIds>>()
  return (rowId: string, body: unknown): string => {
    if (!rows.has(rowId)) rows.set(rowId, retryIds())
    return rows.get(rowId)!(body)
  }
}
