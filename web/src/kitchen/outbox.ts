import { mayTryAgain, pauseAfter, type Problem } from '@/shared/api/problem'
import { newId } from '@/shared/ids'
import type { Pending } from './rules/cook'
import type { CookCommand, Ticket, TicketItem } from './types'

/** What a cook did and the server has not yet confirmed: kept where a reload or a power cut does not reach it. */
export interface Sending extends Pending {
  key: string
  madeAt: string
  tries: number
}

export interface Shelf {
  read(): Sending[]
  write(list: Sending[]): void
}

type Answer = { tickets: Ticket[] }
type Post = (commands: CookCommand[], key: string) => Promise<Answer>

export type OutboxEvent =
  | { kind: 'changed' }
  | { kind: 'answered'; sending: Sending; tickets: Ticket[] }
  | { kind: 'refused'; sending: Sending; problem: Problem }

/**
 * The one way out for what cooks do: one after another in the order of the taps, each with the same key on every try, so
 * that what the server took twice, it does once. No answer means: keep it, try again. A refusal means: gone, say why.
 * Several tabs may stand on one shelf; the keys make that harmless.
 */
export class Outbox {
  private isRunning = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private failures = 0

  constructor(
    private readonly shelf: Shelf,
    private readonly post: Post,
    private readonly tell: (event: OutboxEvent) => void,
  ) {}

  get waiting(): Sending[] {
    return this.shelf.read()
  }

  send(command: CookCommand, states?: Record<string, TicketItem['state']>): void {
    const sending: Sending = { key: newId(), command, states, madeAt: new Date().toISOString(), tries: 0 }
    this.shelf.write([...this.shelf.read(), sending])
    this.tell({ kind: 'changed' })
    if (!this.timer) void this.run()
  }

  /** The network is back: try now. */
  kick(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    void this.run()
  }

  private async run(): Promise<void> {
    if (this.isRunning) return
    this.isRunning = true
    try {
      for (let next = this.shelf.read()[0]; next && (await this.attempt(next)); next = this.shelf.read()[0]);
    } finally {
      this.isRunning = false
    }
  }

  /** Whether to go on with the next one. */
  private async attempt(sending: Sending): Promise<boolean> {
    this.replace({ ...sending, tries: sending.tries + 1 })
    try {
      const { tickets } = await this.post([sending.command], sending.key)
      this.failures = 0
      this.carryOn(sending, tickets)
      this.tell({ kind: 'answered', sending, tickets })
    } catch (error) {
      if (mayTryAgain(error)) return this.wait(error)
      this.remove(sending)
      this.tell({ kind: 'refused', sending, problem: error as Problem })
    }
    this.tell({ kind: 'changed' })
    return true
  }

  /** What waits behind was tapped on tickets that only our own command has moved since: it has still seen all of them. */
  private carryOn(done: Sending, tickets: readonly Ticket[]): void {
    const shown = versionsOf(done.command)
    const moved = new Map(tickets.flatMap((ticket) => (shown.get(ticket.id) === ticket.version - 1 ? [[ticket.id, ticket.version] as const] : [])))
    const rest = this.shelf.read().filter((other) => other.key !== done.key)
    this.shelf.write(rest.map((other) => (other.tries ? other : { ...other, command: seenAt(other.command, moved) })))
  }

  private wait(error: unknown): false {
    this.failures += 1
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.kick(), pauseAfter(this.failures, error))
    this.tell({ kind: 'changed' })
    return false
  }

  private replace(sending: Sending): void {
    this.shelf.write(this.shelf.read().map((other) => (other.key === sending.key ? sending : other)))
  }

  private remove(sending: Sending): void {
    this.shelf.write(this.shelf.read().filter((other) => other.key !== sending.key))
  }
}

const versionsOf = (command: CookCommand): Map<string, number> =>
  new Map('versions' in command ? command.versions?.map((one) => [one.ticket_id, one.version]) : [])

function seenAt(command: CookCommand, moved: ReadonlyMap<string, number>): CookCommand {
  if (!('versions' in command) || !command.versions) return command
  const versions = command.versions.map((one) => {
    const version = moved.get(one.ticket_id)
    return version === one.version + 1 ? { ...one, version } : one
  })
  return { ...command, versions }
}

/** A shelf in the browser's own storage, which survives a reload and a power cut. */
export function storedShelf(name: string): Shelf {
  /** The browser's storage is full: kept while the page lives, and sent all the same. */
  let unstored: Sending[] | null = null
  return {
    read() {
      if (unstored) return unstored
      try {
        return JSON.parse(localStorage.getItem(name) ?? '[]') as Sending[]
      } catch {
        localStorage.removeItem(name) // written by an older version
        return []
      }
    },
    write(list) {
      try {
        if (list.length) localStorage.setItem(name, JSON.stringify(list))
        else localStorage.removeItem(name)
        unstored = null
      } catch {
        unstored = list
      }
    },
  }
}
