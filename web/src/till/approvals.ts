import type { Problem } from '@/shared/api/problem'
import type { Approval, Command } from '@/shared/api/types'
import { makeAsking, sendAsking, type Question } from './asking'
import type { Answer } from './commands'

export type ApprovalQuestion = Question<Approval>
const asking = makeAsking<Approval>()
export const approvalQuestion = asking.question

/** Who was asked last: after a wrong PIN the same person tries again. */
let lastAsked: string | null = null
export const askedBefore = (): string | null => lastAsked

async function ask(problem: Problem): Promise<Approval | null> {
  const approval = await asking.ask(problem)
  lastAsked = approval?.staff_id ?? null
  return approval
}

const APPROVABLE = new Set(['change_line', 'void_line', 'comp_line', 'refire_line', 'cancel_order', 'write_off', 'discount_order', 'refund'])
const ASKS_AGAIN = new Set(['approval_needed', 'wrong_pin', 'pin_locked', 'approver_may_not'])

/** Whether the dialog speaks of this refusal, so that no toast has to. */
export const isAboutApproval = (problem: Problem, commands: readonly Command[]) =>
  problem.code === 'approval_needed' || (ASKS_AGAIN.has(problem.code) && commands.some((command) => 'approval' in command))

const put = (command: Command, approval: Approval): Command => (APPROVABLE.has(command.type) ? ({ ...command, approval } as Command) : command)

/** Sends, with a second person's word where the server wants one; null when nobody gave it. */
export const sendApproved = (send: (commands: Command[]) => Promise<Answer>, commands: Command[]) => sendAsking(send, commands, { isAbout: isAboutApproval, ask, put })
