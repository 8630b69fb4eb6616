import type { Act, CookCommand, Ticket, TicketItem } from '../types'

/*
 * What a cook's tap will do, drawn before the server has said so: the server's own table of states.
 * A tap names the items that were on the screen, never "the whole ticket": what was added meanwhile is not bumped unseen.
 */
type State = TicketItem['state']

const AFTER: Record<Exclude<Act['type'], 'undo' | 'seen'>, Partial<Record<State, State>>> = {
  start: { new: 'started' },
  bump: { new: 'ready', started: 'ready' },
  serve: { new: 'served', started: 'served', ready: 'served' },
  recall: { ready: 'started', served: 'started' },
}

export const isOpen = (item: TicketItem): boolean => item.state === 'new' || item.state === 'started'

/** Which items an act would change. */
export function reached(items: readonly TicketItem[], act: Act['type']): TicketItem[] {
  if (act === 'seen') return items.filter((item) => item.change)
  if (act === 'undo') return items.filter((item) => item.state !== 'cancelled')
  return items.filter((item) => AFTER[act][item.state])
}

/** The ticket after the commands that concern it, in their order; itself when none does. `states` is what an undo goes back to. */
export function applyCommands(ticket: Ticket, commands: readonly Pending[], at: string): Ticket {
  let now = ticket
  for (const { command, states } of commands) now = applyCommand(now, command, states, at)
  return now
}

export interface Pending {
  command: CookCommand
  /** The states that an undo brings back, by item. */
  states?: Record<string, State>
}

function applyCommand(ticket: Ticket, command: CookCommand, states: Pending['states'], at: string): Ticket {
  if (command.type === 'rush') return command.ticket_id === ticket.id ? { ...ticket, is_rush: command.on ?? true } : ticket
  if (command.type === 'remake') return ticket // its item's id is made by the server: it is drawn with the answer
  const { type, item_ids: ids = [] } = command
  if (!ticket.items.some((item) => ids.includes(item.id))) return ticket
  const items = ticket.items.map((item) => (ids.includes(item.id) ? act(item, type, states, at) : item))
  return settle({ ...ticket, items }, at)
}

function act(item: TicketItem, type: Act['type'], states: Pending['states'], at: string): TicketItem {
  const seen = item.change ? { ...item, change: null } : item
  if (type === 'seen' || item.state === 'cancelled') return seen
  const state = type === 'undo' ? states?.[item.id] : AFTER[type][item.state]
  if (!state || state === seen.state) return seen
  const reachedReady = state === 'ready' || state === 'served'
  return {
    ...seen,
    state,
    started_at: state === 'new' ? null : (seen.started_at ?? at),
    ready_at: reachedReady ? (seen.ready_at ?? at) : null,
    served_at: state === 'served' ? (seen.served_at ?? at) : null,
  }
}

/** Open while something is to be done or to be seen. */
function settle(ticket: Ticket, at: string): Ticket {
  const open = ticket.items.some((item) => isOpen(item) || item.change)
  const state = open ? 'open' : ticket.items.every((item) => item.state === 'cancelled') ? 'cancelled' : 'done'
  return state === ticket.state ? ticket : { ...ticket, state, done_at: open ? null : at }
}
