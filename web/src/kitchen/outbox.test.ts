import { describe, expect, it, vi } from 'vitest'
import { Problem, Unreachable } from '@/shared/api/problem'
import { Outbox, type OutboxEvent, type Sending, type Shelf } from './outbox'
import { ticket } from './rules/fixtures'
import type { CookCommand, Ticket } from './types'

function shelf(kept: Sending[] = []): Shelf {
  let text = JSON.stringify(kept)
  return { read: () => JSON.parse(text) as Sending[], write: (list) => (text = JSON.stringify(list)) }
}
const bump = (id: string, version = 1): CookCommand => ({ type: 'bump', item_ids: [id], versions: [{ ticket_id: 't', version }] })
const away = () => new Unreachable(new Error('no network'))

/** A server that answers by what it is told, one answer a call. */
function server(...answers: (Ticket[] | Error)[]) {
  const calls: { commands: CookCommand[]; key: string }[] = []
  const post = async (commands: CookCommand[], key: string) => {
    calls.push({ commands, key })
    const answer = answers.shift() ?? []
    if (answer instanceof Error) throw answer
    return { tickets: answer }
  }
  return { calls, post }
}

describe('the outbox', () => {
  it('keeps a key over every try, and the order of the taps', async () => {
    vi.useFakeTimers()
    const { calls, post } = server(away(), away(), [], [])
    const outbox = new Outbox(shelf(), post, () => undefined)
    outbox.send(bump('a'))
    outbox.send(bump('b'))
    await vi.runAllTimersAsync()
    expect(calls.map((call) => (call.commands[0] as { item_ids: string[] }).item_ids[0])).toEqual(['a', 'a', 'a', 'b'])
    expect(new Set(calls.slice(0, 3).map((call) => call.key)).size).toBe(1)
    expect(calls[3]!.key).not.toBe(calls[0]!.key)
    expect(outbox.waiting).toEqual([])
    vi.useRealTimers()
  })

  it('goes on after a restart with what was not confirmed, under the same key', async () => {
    const kept = shelf()
    const first = new Outbox(kept, server(away()).post, () => undefined)
    first.send(bump('a'))
    await vi.waitFor(() => expect(first.waiting[0]!.tries).toBe(1))
    const { key } = first.waiting[0]!
    const { calls, post } = server([])
    const second = new Outbox(kept, post, () => undefined)
    second.kick()
    await vi.waitFor(() => expect(second.waiting).toEqual([]))
    expect(calls[0]!.key).toBe(key)
  })

  it('lets a refused command go, says why, and sends the next one', async () => {
    const events: OutboxEvent[] = []
    const { calls, post } = server(new Problem({ status: 409, code: 'item_state' }), [])
    const outbox = new Outbox(shelf(), post, (event) => events.push(event))
    outbox.send(bump('a'))
    outbox.send(bump('b'))
    await vi.waitFor(() => expect(outbox.waiting).toEqual([]))
    expect(calls).toHaveLength(2)
    expect(events.flatMap((event) => (event.kind === 'refused' ? [event.problem.code] : []))).toEqual(['item_state'])
  })

  it('has still seen a ticket that only its own command moved, and not one that somebody else changed', async () => {
    const seen = async (answered: number) => {
      const { calls, post } = server([ticket('t', { version: answered })], [])
      const outbox = new Outbox(shelf(), post, () => undefined)
      outbox.send(bump('a', 3))
      outbox.send(bump('b', 3))
      await vi.waitFor(() => expect(outbox.waiting).toEqual([]))
      return (calls[1]!.commands[0] as { versions: { version: number }[] }).versions[0]!.version
    }
    expect(await seen(4)).toBe(4)
    expect(await seen(5)).toBe(3)
  })

  it('never changes what was tried once: the same key must carry the same words', async () => {
    const kept = shelf([
      { key: 'k1', command: bump('a', 3), madeAt: '', tries: 0 },
      { key: 'k2', command: bump('b', 3), madeAt: '', tries: 1 },
    ])
    const { calls, post } = server([ticket('t', { version: 4 })], [])
    const outbox = new Outbox(kept, post, () => undefined)
    outbox.kick()
    await vi.waitFor(() => expect(outbox.waiting).toEqual([]))
    expect((calls[1]!.commands[0] as { versions: { version: number }[] }).versions[0]!.version).toBe(3)
  })
})
