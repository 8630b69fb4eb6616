/**
 * The door: every command of the till leaves through here and nowhere else.
 *
 * - each send gets an Idempotency-Key and keeps it on every resend: what the server took twice, it does once;
 * - the sends of one order go one after another, in the order of the taps; orders do not wait for each other;
 * - no answer (network, timeout, 5xx, 429) means: keep it, try again; a refusal (4xx) means: gone, say why;
 * - what somebody tapped goes in that person's name alone: while another one is signed in, or nobody who has shown who they
 *   are, it waits for them;
 * - what has not been taken is kept on the shelf, and adopted from there by the page that comes after this one.
 */
import { shallowReactive } from 'vue'
import type { Command, Order, Person } from '@/shared/api/types'
import { mayTryAgain, pauseAfter, Problem } from '@/shared/api/problem'
import { newId } from '@/shared/ids'
import type { KeptBatch } from './shelf'

export interface Answer {
  order: Order
}
export interface Batch {
  readonly key: string
  /** The key that it was tapped under: sorts by time, and stays when something else is sent in its stead. */
  readonly place: string
  readonly storeId: string
  readonly orderId: string
  readonly commands: readonly Command[]
  readonly madeAt: number
  readonly madeBy: Person | null
  /** It takes money that the till reckoned itself: the server was away, and the guests do not wait for its figures. */
  readonly isReckoned?: boolean
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
type Post = (batch: Batch) => Promise<Answer>
/** Who taps, where, and whether the server knows that it is them. */
export interface Here {
  person: Person | null
  storeId: string
  isProven: boolean
  /** By the server's clock, ISO 8601. */
  at: string
}
/** What to send instead of what was refused, of what was tapped without a network: nobody is there any more to be asked. */
type Amend = (batch: Batch, problem: Problem) => Command[] | null
/** Where it lies while it has not been taken. */
export interface Shelf {
  keep(batch: Batch): void
  drop(key: string): void
}

/** The lines that a batch would have made. */
const linesOf = (batch: Batch) => new Set(batch.commands.flatMap((command) => (command.type === 'add_line' ? [command.line_id] : [])))

export class Door {
  /** For the eye: how many commands are not yet taken, and whether any of them waits for the network. */
  readonly status = shallowReactive({ unsent: 0, waiting: 0, since: null as number | null })
  private readonly lanes = new Map<string, Entry[]>()
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** The keys of what was tapped on this page: what an older one kept may have reached the server. */
  private readonly ours = new Set<string>()

  constructor(
    private readonly post: Post,
    private readonly tell: (event: DoorEvent) => void,
    private readonly whoIsHere: () => Here = () => ({ person: null, storeId: '', isProven: true, at: new Date().toISOString() }),
    private readonly shelf: Shelf = { keep: () => undefined, drop: () => undefined },
    private readonly amend: Amend = () => null,
  ) {}

  /** Takes the commands at once; the promise ends with the server's answer or its refusal. */
  send(orderId: string, commands: Command[], more: Pick<Batch, 'isReckoned'> = {}): Promise<Answer> {
    const { person, storeId } = this.whoIsHere()
    const key = newId()
    const batch: Batch = { key, place: key, storeId, orderId, commands: this.stamped(commands), madeAt: Date.now(), madeBy: person, ...more, state: 'queued', tries: 0 }
    this.ours.add(key)
    this.shelf.keep(batch)
    return this.take(batch, this.lane(orderId).length)
  }

  /** Sent again as an answer to a refusal, a command keeps its moment. */
  private stamped(commands: readonly Command[]): Command[] {
    const { at } = this.whoIsHere()
    return commands.map((command) => ({ at, ...command }))
  }

  /**
   * Sends commands with the last batch of the order that is such a one, so that the server hears of both at once or of
   * neither; by themselves when that may have reached the server, or is another person's.
   */
  sendAlong(orderId: string, commands: Command[], isSuch: (batch: Batch) => boolean): void {
    const entry = this.lane(orderId).findLast(({ batch }) => isSuch(batch))
    const isFree = entry && !entry.batch.tries && this.ours.has(entry.batch.key) && entry.batch.madeBy?.id === this.whoIsHere().person?.id
    if (!entry || !isFree) return void this.send(orderId, commands)
    entry.batch = { ...entry.batch, commands: [...entry.batch.commands, ...this.stamped(commands)] }
    this.shelf.keep(entry.batch)
    this.tell({ kind: 'queued', batch: entry.batch })
    this.count()
  }

  /**
   * Takes what a page before this one kept, in its place among the taps; null for what is here already. What left with a
   * secret, which is not kept, is a new request: the server may have taken the other, and knows the command by its own id.
   */
  adopt({ lacksSecret, ...kept }: KeptBatch): Promise<Answer> | null {
    const lane = this.lane(kept.orderId)
    if (lane.some((entry) => entry.batch.place === kept.place)) return null
    const batch: Batch = { ...kept, state: 'queued', tries: 0 }
    const later = lane.findIndex((entry) => entry.batch.state !== 'sending' && entry.batch.place > kept.place)
    return this.take(lacksSecret ? this.anew(batch) : batch, later < 0 ? lane.length : later)
  }

  /** The same tap as another request. */
  private anew(batch: Batch, commands: readonly Command[] = batch.commands): Batch {
    const next: Batch = { ...batch, key: newId(), commands, state: 'queued', tries: 0 }
    this.shelf.keep(next)
    this.shelf.drop(batch.key)
    return next
  }

  private lane(orderId: string): Entry[] {
    const lane = this.lanes.get(orderId) ?? []
    this.lanes.set(orderId, lane)
    return lane
  }

  private take(batch: Batch, place: number): Promise<Answer> {
    const lane = this.lane(batch.orderId)
    const promise = new Promise<Answer>((resolve, reject) => lane.splice(place, 0, { batch, resolve, reject }))
    promise.catch(() => undefined) // a caller that only draws need not listen: the refusal is told as an event
    this.tell({ kind: 'queued', batch })
    this.count()
    if (lane.length === 1) void this.run(batch.orderId)
    return promise
  }

  isSending(orderId: string): boolean {
    return (this.lanes.get(orderId)?.length ?? 0) > 0
  }

  /** Whether what was tapped may go now: where it was, in the name of who tapped it. */
  mayGo({ madeBy, storeId }: Pick<Batch, 'madeBy' | 'storeId'>): boolean {
    const here = this.whoIsHere()
    return here.isProven && here.storeId === storeId && here.person?.id === madeBy?.id
  }

  /** What of an order has not been taken, in the order in which it goes. */
  waitingFor(orderId: string): Batch[] {
    return (this.lanes.get(orderId) ?? []).map((entry) => entry.batch)
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
    if (!this.mayGo(entry.batch)) {
      entry.batch.state = 'waiting'
      return this.count()
    }
    entry.batch.state = 'sending'
    entry.batch.tries += 1
    this.count()
    try {
      const answer = await this.post(entry.batch)
      this.leave(entry)
      this.tell({ kind: 'answered', batch: entry.batch, answer })
      entry.resolve(answer)
    } catch (error) {
      if (mayTryAgain(error) || this.isTableStillTaken(entry, error)) return this.wait(entry, error)
      const instead = this.amend(entry.batch, error as Problem)
      if (instead) {
        entry.batch = this.anew(entry.batch, instead)
        this.tell({ kind: 'queued', batch: entry.batch })
        return this.run(orderId)
      }
      this.refuse(entry, error as Problem)
      // Without its order, nothing that follows can be taken; without its line, nothing that is about it alone.
      if (entry.batch.commands.some((command) => command.type === 'open_order')) this.discard(orderId)
      else this.dropAbout(linesOf(entry.batch), orderId)
    }
    this.count()
    void this.run(orderId)
  }

  /** By guests who have paid, and whose payment goes out beside this. */
  private isTableStillTaken({ batch }: Entry, error: unknown): boolean {
    if (!(error instanceof Problem) || error.code !== 'table_occupied') return false
    return this.unsent().some((other) => other.orderId !== batch.orderId && other.place < batch.place && other.isReckoned)
  }

  private dropAbout(lost: ReadonlySet<string>, orderId: string): void {
    const isInVain = ({ batch }: Entry) => batch.commands.every((command) => command.type !== 'add_line' && 'line_id' in command && lost.has(command.line_id))
    for (const entry of this.lanes.get(orderId)?.filter(isInVain) ?? []) this.refuse(entry, new Problem({ status: 0, code: 'discarded' }))
  }

  private wait(entry: Entry, error: unknown): void {
    const { batch } = entry
    batch.state = 'waiting'
    this.timers.set(
      batch.orderId,
      setTimeout(() => {
        this.timers.delete(batch.orderId)
        void this.run(batch.orderId)
      }, pauseAfter(batch.tries, error)),
    )
    this.count()
  }

  private refuse(entry: Entry, problem: Problem): void {
    this.leave(entry)
    this.tell({ kind: 'refused', batch: entry.batch, problem })
    entry.reject(problem)
  }

  private leave(entry: Entry): void {
    this.shelf.drop(entry.batch.key)
    this.ours.delete(entry.batch.key)
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
