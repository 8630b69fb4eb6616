import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Command, Order } from '@/shared/api/types'

const order = (id: string, more: Partial<Order> = {}) => ({ id, store_id: 's', state: 'open', opened_at: new Date().toISOString(), ...more }) as Order
const batch = (key: string, commands: Command[], place = key) => ({ key, place, storeId: 's', orderId: 'o', commands, madeAt: 1, madeBy: null })

/** As a page finds it that is loaded anew. */
async function shelfOfNewPage() {
  vi.resetModules()
  return (await import('./shelf')).shelf
}

describe('the shelf', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    vi.stubGlobal('navigator', {})
  })

  it('gives the next page the taps in their order, without what was dropped', async () => {
    const shelf = await shelfOfNewPage()
    for (const key of ['3', '1', '2']) shelf.keep(batch(key, [{ type: 'set_order', covers: Number(key) }]))
    shelf.drop('2')
    const kept = await (await shelfOfNewPage()).unsent()
    expect(kept.map((one) => [one.key, one.lacksSecret])).toEqual([['1', false], ['3', false]])
    expect(kept[1]!.commands).toEqual([{ type: 'set_order', covers: 3 }])
  })

  it('leaves what is sent in the stead of something else where that was', async () => {
    const shelf = await shelfOfNewPage()
    shelf.keep(batch('2', []))
    shelf.keep(batch('3', [], '1'))
    expect((await shelf.unsent()).map((one) => one.key)).toEqual(['3', '2'])
  })

  it('keeps no PIN and no code, and says that one is missing', async () => {
    const shelf = await shelfOfNewPage()
    shelf.keep(batch('1', [{ type: 'comp_line', line_id: 'l', reason: 'r', approval: { staff_id: 'm', pin: '8642' } }]))
    shelf.keep(batch('2', [{ type: 'pay', payment_id: 'p', tender: 'stored_value', amount: 5, proof: { kind: 'code', text: '777123' } }]))
    const kept = await shelf.unsent()
    expect(kept.map((one) => one.lacksSecret)).toEqual([true, true])
    expect(JSON.stringify(kept)).not.toMatch(/8642|777123/)
    expect(kept[0]!.commands[0]).toMatchObject({ line_id: 'l', reason: 'r' })
  })

  it('keeps open orders of its store, and lets those go that are closed, or too old to be shown unasked', async () => {
    const shelf = await shelfOfNewPage()
    const longAgo = new Date(Date.now() - 4 * 24 * 3600 * 1000).toISOString()
    for (const one of [order('open'), order('closed'), order('other', { store_id: 't' }), order('old', { opened_at: longAgo })]) shelf.keepOrder(one)
    shelf.keepOrder(order('closed', { state: 'paid' as Order['state'] }))
    expect((await shelf.orders('s')).map((one) => one.id)).toEqual(['open'])
    expect((await (await shelfOfNewPage()).orders('t')).map((one) => one.id)).toEqual(['other'])
  })

  it('keeps money to settle until it is dropped, whatever else is forgotten', async () => {
    const shelf = await shelfOfNewPage()
    const note = (id: string) => ({ id, storeId: 's', kind: 'over' as const, number: '1', amount: 5, currency: 'CNY', why: null, by: 'Li', at: 1 })
    for (const id of ['a', 'b']) shelf.keepNote(note(id))
    shelf.dropNote('b')
    await shelf.forget()
    expect(await (await shelfOfNewPage()).notes()).toEqual([note('a')])
  })

  it('takes over what a release before this one kept', async () => {
    const old = await openDB('zaotai.till', 1, {
      upgrade(db) {
        db.createObjectStore('unsent', { keyPath: 'key' })
        db.createObjectStore('orders', { keyPath: 'id' })
        db.createObjectStore('known')
      },
    })
    await old.put('unsent', { ...batch('1', []), lacksSecret: false })
    old.close()
    const shelf = await shelfOfNewPage()
    expect((await shelf.unsent()).map((one) => one.key)).toEqual(['1'])
    expect(await shelf.notes()).toEqual([])
  })

  it('disturbs nobody where nothing can be kept, and says so', async () => {
    globalThis.indexedDB = { open: () => { throw new Error('no storage') } } as unknown as IDBFactory
    const shelf = await shelfOfNewPage()
    shelf.keep(batch('1', []))
    expect(await shelf.unsent()).toEqual([])
    expect(await shelf.known('menu')).toBeNull()
    expect(shelf.isKeeping.value).toBe(false)
  })

  it('remembers by name', async () => {
    const shelf = await shelfOfNewPage()
    shelf.keepKnown('menu/s', { products: [1, 2] })
    expect(await (await shelfOfNewPage()).known('menu/s')).toEqual({ products: [1, 2] })
    await shelf.forget()
    expect(await shelf.known('menu/s')).toBeNull()
  })
})
