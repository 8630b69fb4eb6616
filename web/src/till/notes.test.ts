import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'

async function newPage() {
  vi.resetModules()
  return import('./notes')
}
const batch = (key: string) => ({ key, storeId: 's', madeBy: { id: 'p', name: 'Li' } })
const over = (amount: number) => ({ kind: 'over' as const, amount, currency: 'CNY', number: '12' })

describe('money to settle', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    vi.stubGlobal('navigator', {})
  })

  it('stands for the next page, once however often it is told, until it is ticked off', async () => {
    const page = await newPage()
    page.noteMoney(batch('a'), over(288))
    page.noteMoney(batch('a'), over(288))
    page.noteMoney(batch('b'), over(1))
    expect(page.notes.map((one) => [one.id, one.amount, one.by])).toEqual([['a', 288, 'Li'], ['b', 1, 'Li']])
    page.tickOff('b')
    const next = await newPage()
    await vi.waitFor(async () => {
      await next.recallNotes()
      expect(next.notes).toMatchObject([{ id: 'a', storeId: 's', kind: 'over', number: '12', why: null }])
    })
    next.tickOff('a')
    expect(next.notes).toEqual([])
    const last = await newPage()
    await vi.waitFor(async () => {
      const { shelf } = await import('./shelf')
      expect(await shelf.notes()).toEqual([])
    })
    expect(last.notes).toEqual([])
  })
})
