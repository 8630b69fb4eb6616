import type { Command, Line } from '@/shared/api/types'
import { newId } from '@/shared/ids'
import { quantityText } from '@/shared/quantity'
import { takeFromRow, type BillRow } from '../rules/bill'

/** What needs a reason: take off, give away, cook again. */
export type Deed = 'void' | 'comp' | 'refire'

/** The commands that do it to so many thousandths of a row, last lines first. */
export function deedCommands(deed: Deed, row: BillRow, quantity: number, reason: string): Command[] {
  return takeFromRow(row, quantity).map(({ line, quantity: part }) => deedCommand(deed, line, quantityText(part), reason))
}

/** Whether the command is this deed on a line of the row. */
export const isDeedOn = (row: BillRow, deed: Deed, command: Command): boolean =>
  command.type === `${deed}_line` && 'line_id' in command && row.lines.some((line) => line.id === command.line_id)

function deedCommand(deed: Deed, line: Line, quantity: string, reason: string): Command {
  if (deed === 'refire') return { type: 'refire_line', refire_id: newId(), line_id: line.id, quantity, reason }
  return { type: deed === 'void' ? 'void_line' : 'comp_line', line_id: line.id, quantity, reason }
}
