import type { Line, Order } from '@/shared/api/types'
import type { Batch } from '../commands'
import { isLive } from './bill'

type Taps = Pick<Batch, 'commands' | 'isReckoned'>

/** Whether a batch sends lines to the kitchen: by firing them, or as what guests pay for is made. */
export const isFiring = ({ commands, isReckoned }: Taps): boolean => isReckoned === true || commands.some((command) => command.type === 'fire')

/**
 * The lines that were sent to the kitchen and of which it has not heard: the server has not taken it (`known` is the order
 * as the server last told it), and the till has put them on no paper. A bill that was paid sends all of its lines.
 */
export function untoldLines(drawn: Order | null, known: Order | null | undefined, waiting: readonly Taps[]): Line[] {
  if (!drawn) return []
  const isPaid = waiting.some((batch) => batch.isReckoned)
  const heard = new Set(known?.lines.filter((line) => line.fired_at).map((line) => line.id))
  const told = new Set(waiting.flatMap((batch) => batch.commands.flatMap((command) => (command.type === 'tell_on_paper' ? command.line_ids : []))))
  return drawn.lines.filter((line) => isLive(line) && (isPaid || line.state === 'fired') && !heard.has(line.id) && !told.has(line.id))
}
