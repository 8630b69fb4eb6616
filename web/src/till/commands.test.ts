import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem, Unreachable } from '@/shared/api/problem'
import type { Command, Order } from '@/shared/api/types'
import { Door, type Answer, type DoorEvent } from './commands'
import type { KeptBatch } from './shelf'

const command = (covers: number): Command => ({ type: 'set_order', covers })
const AT = '2026-03-01T12:00:00.000Z'
const answer = { order: { id: 'a', version: 1 } as Order }

function make(post: (orderId: string, commands: Command[], key: string) => Promise<Answer>) {
  const events: DoorEvent[] = []
  return { door: new Door(({ orderId, commands, key }) => post(orderId, [...commands], key), (event) => events.push(event)), events }
}

describe('the door', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('sends the commands of one order one after another, and orders side by side', async () => {
    const open: { orderId: string; covers: number; finish: () => void }[] = []
    const { door } = make((orderId, [sent]) => new Promise((resolve) => open.push({ orderId, covers: (sent as { covers: number }).covers, finish: () => resolve(answer) })))
    const first = door.send('a', [command(1)])
    void door.send('a', [command(2)])
    void door.send('b', [command(3)])
    expect(open.map((call) => [call.orderId, call.covers])).toEqual([['a', 1], ['b', 3]])
    expect(door.status.unsent).toBe(3)
    open[0]!.finish()
    await first
    await vi.runAllTimersAsync()
    expect(open.map((call) => [call.orderId, call.covers])).toEqual([['a', 1], ['b', 3], ['a', 2]])
    expect(door.status.unsent).toBe(2)
  })

  it('keeps the key when it sends again', async () => {
    const keys: string[] = []
    let failures = 3
    const { door } = make(async (_order, _commands, key) => {
      keys.push(key)
      if (failures-- > 0) throw new Unreachable('gone')
      return answer
    })
    const done = door.send('a', [command(1)])
    await vi.advanceTimersByTimeAsync(1)
    expect(door.status).toMatchObject({ unsent: 1, waiting: 1 })
    await vi.runAllTimersAsync()
    await done
    expect(keys).toHaveLength(4)
    expect(new Set(keys).size).toBe(1)
    expect(door.status).toMatchObject({ unsent: 0, waiting: 0 })
  })

  it('sends along with what never left, and by itself what follows what did', async () => {
    const sent: string[][] = []
    let isBack = false
    const { door, events } = make(async (_order, commands) => {
      if (!isBack) throw new Unreachable('gone')
      sent.push(commands.map((one) => one.type))
      return answer
    })
    const isFire = (batch: { readonly commands: readonly Command[] }) => batch.commands.some((one) => one.type === 'fire')
    const tell: Command = { type: 'tell_on_paper', line_ids: ['l'] }
    void door.send('a', [{ type: 'fire' }])
    await vi.advanceTimersByTimeAsync(1)
    door.sendAlong('a', [tell], isFire) // the fire may have reached the server
    void door.send('a', [{ type: 'fire', course: 2 }])
    void door.send('a', [command(2)])
    door.sendAlong('a', [tell], isFire)
    expect(events.filter((event) => event.kind === 'queued')).toHaveLength(5)
    expect(door.waitingFor('a').map((batch) => batch.commands.length)).toEqual([1, 1, 2, 1])
    isBack = true
    await vi.runAllTimersAsync()
    expect(sent).toEqual([['fire'], ['tell_on_paper'], ['fire', 'tell_on_paper'], ['set_order']])
  })

  it('tries at once when it hears that the network is back', async () => {
    let reachable = false
    const post = vi.fn(async () => {
      if (!reachable) throw new Unreachable('gone')
      return answer
    })
    const { door } = make(post)
    const done = door.send('a', [command(1)])
    await vi.advanceTimersByTimeAsync(0)
    reachable = true
    door.kick()
    await done
    expect(post).toHaveBeenCalledTimes(2)
  })

  it('sends what somebody tapped in their name alone: it waits while another one is signed in', async () => {
    const [lin, zhou] = [{ id: 'lin', name: 'Lin' }, { id: 'zhou', name: 'Zhou' }]
    let here: typeof lin | null = lin
    let reachable = false
    const sentBy: string[] = []
    const post = async () => {
      if (!reachable) throw new Unreachable('gone')
      sentBy.push(here?.id ?? 'nobody')
      return answer
    }
    const door = new Door(post, () => undefined, () => ({ person: here, storeId: 's', isProven: true, at: AT }))
    const done = door.send('a', [command(1)])
    await vi.advanceTimersByTimeAsync(0)
    reachable = true
    here = zhou
    door.kick()
    await door.send('b', [command(2)])
    await vi.runAllTimersAsync()
    expect(sentBy).toEqual(['zhou'])
    expect(door.status).toMatchObject({ unsent: 1, waiting: 1 })
    here = lin
    door.kick()
    await done
    expect(sentBy).toEqual(['zhou', 'lin'])
  })

  it('says when each was tapped, and keeps that when it asks once more', async () => {
    const sent: Command[] = []
    const door = new Door(
      async ({ commands }) => {
        sent.push(...commands)
        return answer
      },
      () => undefined,
      () => ({ person: null, storeId: '', isProven: true, at: AT }),
    )
    await door.send('a', [command(1), { ...command(2), at: '2026-03-01T11:00:00.000Z' }])
    expect(sent.map((one) => one.at)).toEqual([AT, '2026-03-01T11:00:00.000Z'])
  })

  it('waits for a table whose guests have paid without a network, and for no other', async () => {
    const tried: string[] = []
    let isPaid = false
    const door = new Door(
      async ({ orderId }) => {
        tried.push(orderId)
        if (orderId === 'old') throw new Unreachable('slow')
        if (!isPaid) throw new Problem({ status: 409, code: 'table_occupied' })
        return answer
      },
      () => undefined,
    )
    void door.send('old', [{ type: 'pay', payment_id: 'p', tender: 'cash', amount: 1 }], { isReckoned: true })
    const opened = door.send('new', [{ type: 'open_order', channel: 'dine_in', table_id: 't' }])
    await vi.advanceTimersByTimeAsync(1)
    isPaid = true
    door.kick()
    await opened
    expect(tried.filter((one) => one === 'new')).toHaveLength(2)
    door.discard('old')
    isPaid = false
    await expect(door.send('another', [{ type: 'open_order', channel: 'dine_in', table_id: 't' }])).rejects.toMatchObject({ code: 'table_occupied' })
  })

  it('keeps what has not been taken, and no longer', async () => {
    const kept = new Set<string>()
    const taken: string[] = []
    const door = new Door(
      async (batch) => {
        taken.push(batch.key)
        if (taken.length === 1) throw new Unreachable('gone')
        if (taken.length === 3) throw new Problem({ status: 409, code: 'sold_out' })
        return answer
      },
      () => undefined,
      undefined,
      { keep: (batch) => kept.add(batch.key), drop: (key) => kept.delete(key) },
    )
    const first = door.send('a', [command(1)])
    const second = door.send('a', [command(2)])
    expect(kept.size).toBe(2)
    await vi.runAllTimersAsync()
    await first
    await expect(second).rejects.toMatchObject({ code: 'sold_out' })
    expect(kept.size).toBe(0)
    expect(new Set(taken.slice(0, 2)).size).toBe(1)
  })

  it('adopts what another page kept, each once, before what was tapped since, and sends it under its own key', async () => {
    const sent: { key: string; covers: number }[] = []
    let reachable = false
    const door = new Door(
      async ({ key, commands }) => {
        if (!reachable) throw new Unreachable('gone')
        sent.push({ key, covers: (commands[0] as { covers: number }).covers })
        return answer
      },
      () => undefined,
    )
    const now = door.send('a', [command(9)])
    await vi.advanceTimersByTimeAsync(0) // it was tried, and waits
    const kept = (place: number, lacksSecret = false): KeptBatch => ({ key: `0000-${place}`, place: `0000-${place}`, storeId: '', orderId: 'a', commands: [command(place)], madeAt: place, madeBy: null, lacksSecret })
    for (const place of [1, 2, 3]) expect(door.adopt(kept(place, place === 3))).not.toBeNull()
    expect(door.adopt(kept(2))).toBeNull()
    reachable = true
    door.kick()
    await now
    await vi.runAllTimersAsync()
    expect(sent.map((one) => one.covers)).toEqual([1, 2, 3, 9])
    expect(sent.slice(0, 2).map((one) => one.key)).toEqual(['0000-1', '0000-2'])
    expect(sent[2]!.key).not.toBe('0000-3') // without its secret it is another request
  })

  it('sends something else in the place of what was refused, before what follows', async () => {
    const sent: { key: string; covers: number }[] = []
    const kept = new Set<string>()
    const door = new Door(
      async ({ key, commands }) => {
        const { covers } = commands[0] as { covers: number }
        sent.push({ key, covers })
        if (covers === 1) throw new Problem({ status: 409, code: 'table_occupied' })
        return answer
      },
      () => undefined,
      undefined,
      { keep: (batch) => kept.add(`${batch.place} ${batch.key}`), drop: (key) => kept.forEach((one) => one.endsWith(key) && kept.delete(one)) },
      (_batch, problem) => (problem.code === 'table_occupied' ? [command(7)] : null),
    )
    const first = door.send('a', [command(1)])
    const second = door.send('a', [command(2)])
    await expect(first).resolves.toBe(answer)
    await second
    expect(sent.map((one) => one.covers)).toEqual([1, 7, 2])
    expect(sent[1]!.key).not.toBe(sent[0]!.key)
    expect(kept.size).toBe(0)
  })

  it('leaves what was tapped at another store, or by somebody who is not proven, where it is', async () => {
    const here = { person: { id: 'lin', name: 'Lin' }, storeId: 'one', isProven: false, at: AT }
    const stores: string[] = []
    const door = new Door(
      async (batch) => {
        stores.push(batch.storeId)
        return answer
      },
      () => undefined,
      () => here,
    )
    void door.send('a', [command(1)])
    await vi.runAllTimersAsync()
    expect(stores).toEqual([])
    Object.assign(here, { storeId: 'two', isProven: true })
    door.kick()
    void door.send('b', [command(2)])
    await vi.runAllTimersAsync()
    expect(stores).toEqual(['two'])
    here.storeId = 'one'
    door.kick()
    await vi.runAllTimersAsync()
    expect(stores).toEqual(['two', 'one'])
  })

  it('drops what is refused and goes on with the next', async () => {
    const { door, events } = make(async (_order, [sent]) => {
      if ((sent as { covers: number }).covers === 1) throw new Problem({ status: 409, code: 'sold_out' })
      return answer
    })
    const refused = door.send('a', [command(1)])
    const taken = door.send('a', [command(2)])
    await expect(refused).rejects.toMatchObject({ code: 'sold_out' })
    await expect(taken).resolves.toBe(answer)
    expect(events.map((event) => event.kind)).toEqual(['queued', 'queued', 'refused', 'answered'])
  })

  it('drops what follows a dish that was refused and is about it alone', async () => {
    const moved: Command = { type: 'move_line', line_id: 'gone', course: 2 }
    const added = { type: 'add_line', line_id: 'gone', product_id: 'p', quantity: '1', modifiers: [], hold: false } as Command
    const { door, events } = make(async (_order, [sent]) => {
      if (sent!.type === 'add_line') throw new Problem({ status: 409, code: 'sold_out' })
      return answer
    })
    void door.send('a', [added])
    const inVain = door.send('a', [moved])
    const other = door.send('a', [command(2)])
    await expect(inVain).rejects.toMatchObject({ code: 'discarded' })
    await expect(other).resolves.toBe(answer)
    expect(events.flatMap((event) => (event.kind === 'refused' ? [event.problem.code] : []))).toEqual(['sold_out', 'discarded'])
  })

  it('drops what follows an order that could not be opened', async () => {
    const post = vi.fn(() => Promise.reject(new Problem({ status: 409, code: 'table_taken' })))
    const { door } = make(post)
    const opened = door.send('a', [{ type: 'open_order', channel: 'dine_in' }])
    const added = door.send('a', [command(2)])
    await expect(opened).rejects.toMatchObject({ code: 'table_taken' })
    await expect(added).rejects.toMatchObject({ code: 'discarded' })
    expect(post).toHaveBeenCalledTimes(1)
    expect(door.status.unsent).toBe(0)
  })

  it('waits as long as the server asks', async () => {
    let calls = 0
    const { door } = make(async () => {
      calls += 1
      if (calls === 1) throw new Problem({ status: 429, code: 'too_many', retry_after: 3 })
      return answer
    })
    const done = door.send('a', [command(1)])
    await vi.advanceTimersByTimeAsync(2_900)
    expect(calls).toBe(1)
    await vi.advanceTimersByTimeAsync(200)
    await done
    expect(calls).toBe(2)
  })
})
