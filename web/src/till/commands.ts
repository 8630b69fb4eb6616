/**
 * The door: every command of the till leaves through here and nowhere else, so that an offline queue can stand behind it.
 *
 * - each send gets an Idempotency-Key and keeps it on every resend: what the server took twice, it does once;
 * - the sends of one order go one after another, in the order of the taps; orders do not wait for each other;
 * - no answer (network, timeout, 5xx, 429) means: keep it, try again; a refusal (4xx) means: gone, say why;
 * - what somebody tapped goes in that person's name alone: when another one is signed in, it waits for them.
 */
import { shallowReactive } from 'vue'
import type { Command, Order, Person } from '@/shared/api/types'
import { mayTryAgain, Problem } from '@/shared/api/problem'
import { newId } from '@/shared/ids'

export interface Answer {
  order: Order
}
export interface Batch {
  readonly key: string
  readonly orderId: string
  readonly commands: readonly Command[]
  readonly madeAt: number
  readonly madeBy: Person | null
  state: 'queued' | 'sending' | 'waiting'
  tries: number
}
export type DoorEvent =
  | { kind: 'queued'; batch: Batch }
  | { kind: 'answered'; batch: Batch; answer: Answer }
  | { kind: 'refused'; batch: Batch; problem: Problem }

interface Entry {
  batch: Batch
  resolve: (answer: Answer) => void
  reject: (reason: unknown) => void
}
type Post = (orderId: string, commands: Command[], key: string) => Promise<Answer>

const LONGEST_WAIT = 5_000

/** The lines that a batch would have made. */
const linesOf = (batch: Batch) => new Set(batch.commands.flatMap((command) => (command.type === 'add_line' ? [command.line_id] : [])))

export class Door {
  /** For the eye: how many commands are not yet taken, and whether any of them waits for the network. */
  readonly status = shallowReactive({ unsent: 0, waiting: 0, since: null as number | null })
  private readonly lanes = new Map<string, Entry[]>()
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(
    private readonly post: Post,
    private readonly tell: (event: DoorEvent) => void,
    private readonly whoIsHere: () => Person | null = () => null,
  ) {}

  /** Takes the commands at once; the promise ends with the server's answer or its refusal. */
  send(orderId: string, commands: Command[]): Promise<Answer> {
    const batch: Batch = { key: newId(), orderId, commands, madeAt: Date.now(), madeBy: this.whoIsHere(), state: 'queued', tries: 0 }
    const lane = this.lanes.get(orderId) ?? []
    this.lanes.set(orderId, lane)
    const promise = new Promise<Answer>((resolve, reject) => lane.push({ batch, resolve, reject }))
    promise.catch(() => undefined) // a caller that only draws need not listen: the refusal is told as an event
    this.tell({ kind: 'queued', batch })
    this.count()
    if (lane.length === 1) void this.run(orderId)
    return promise
  }

  isSending(orderId: string): boolean {
    return (this.lanes.get(orderId)?.length ?? 0) > 0
  }

  /** Whether what this person tapped may go now. */
  isHere(person: Person | null): boolean {
    return person?.id === this.whoIsHere()?.id
  }

  unsent(): Batch[] {
    return [...this.lanes.values()].flatMap((lane) => lane.map((entry) => entry.batch))
  }

  /** The network or the session is back: try now what waits. */
  kick(): void {
    for (const orderId of [...this.lanes.keys()]) {
      clearTimeout(this.timers.get(orderId))
      this.timers.delete(orderId)
      void this.run(orderId)
    }
  }

  /** A person gives up what waits for this order. */
  discard(orderId: string): void {
    const waiting = this.lanes.get(orderId)?.filter((entry) => entry.batch.state !== 'sending') ?? []
    for (const entry of waiting) this.refuse(entry, new Problem({ status: 0, code: 'discarded' }))
    clearTimeout(this.timers.get(orderId))
    this.timers.delete(orderId)
    this.count()
  }

  private async run(orderId: string): Promise<void> {
    const entry = this.lanes.get(orderId)?.[0]
    if (!entry || entry.batch.state === 'sending') return
    if (!this.isHere(entry.batch.madeBy)) {
      entry.batch.state = 'waiting'
      return this.count()
    }
    entry.batch.state = 'sending'
    entry.batch.tries += 1
    this.count()
    try {
      const answer = await this.post(orderId, [...entry.batch.commands], entry.batch.key)
      this.leave(entry)
      this.tell({ kind: 'answered', batch: entry.batch, answer })
      entry.resolve(answer)
    } catch (error) {
      if (mayTryAgain(error)) return this.wait(entry, error)
      this.refuse(entry, error as Problem)
      // Without its order, nothing that follows can be taken; without its line, nothing that is about it alone.
      if (entry.batch.commands.some((command) => command.type === 'open_order')) this.discard(orderId)
      else this.dropAbout(linesOf(entry.batch), orderId)
    }
    this.count()
    void this.run(orderId)
  }

  private dropAbout(lost: ReadonlySet<string>, orderId: string): void {
    const isInVain = ({ batch }: Entry) => batch.commands.every((command) => command.type !== 'add_line' && 'line_id' in command && lost.has(command.line_id))
    for (const entry of this.lanes.get(orderId)?.filter(isInVain) ?? []) this.refuse(entry, new Problem({ status: 0, code: 'discarded' }))
  }

  private wait(entry: Entry, error: unknown): void {
    const { batch } = entry
    batch.state = 'waiting'
    const asked = error instanceof Problem ? (error.body.retry_after ?? 0) * 1000 : 0
    const pause = Math.min(LONGEST_WAIT, Math.max(asked, 250 * 2 ** Math.min(batch.tries, 5)))
    this.timers.set(
      batch.orderId,
      setTimeout(() => {
        this.timers.delete(batch.orderId)
        void this.run(batch.orderId)
      }, pause),
    )
    this.count()
  }

  private refuse(entry: Entry, problem: Problem): void {
    this.leave(entry)
    this.tell({ kind: 'refused', batch: entry.batch, problem })
    entry.reject(problem)
  }

  private leave(entry: Entry): void {
    const lane = this.lanes.get(entry.batch.orderId) ?? []
    const rest = lane.filter((other) => other !== entry)
    if (rest.length) lane.splice(0, lane.length, ...rest)
    else this.lanes.delete(entry.batch.orderId)
  }

  private count(): void {
    const all = this.unsent()
    this.status.unsent = all.reduce((sum, batch) => sum + batch.commands.length, 0)
    this.status.waiting = all.filter((batch) => batch.state === 'waiting').length
    this.status.since = all.length ? Math.min(...all.map((batch) => batch.madeAt)) : null
  }
}
