import { shallowRef } from 'vue'
import { Problem } from '@/shared/api/problem'
import type { Approval, Command } from '@/shared/api/types'
import type { Answer } from './commands'

/** What the approval dialog is asked: why, and where its answer goes. */
export interface Question {
  problem: Problem
  answer: (approval: Approval | null) => void
}
export const question = shallowRef<Question | null>(null)

/** Who was asked last: after a wrong PIN the same person tries again. */
let lastAsked: string | null = null
export const askedBefore = (): string | null => lastAsked

const ask = (problem: Problem) =>
  new Promise<Approval | null>((resolve) => {
    question.value = {
      problem,
      answer: (approval) => {
        question.value = null
        lastAsked = approval?.staff_id ?? null
        resolve(approval)
      },
    }
  })

const APPROVABLE = new Set(['void_line', 'comp_line', 'refire_line', 'cancel_order', 'refund'])
const ASKS_AGAIN = new Set(['approval_needed', 'wrong_pin', 'pin_locked', 'approval_refused'])

/** Whether the dialog speaks of this refusal, so that no toast has to. */
export const isAboutApproval = (problem: Problem, commands: readonly Command[]) =>
  problem.code === 'approval_needed' || (ASKS_AGAIN.has(problem.code) && commands.some((command) => 'approval' in command))

const approved = (commands: Command[], approval: Approval | null): Command[] =>
  approval ? commands.map((command) => (APPROVABLE.has(command.type) ? ({ ...command, approval } as Command) : command)) : commands

/**
 * Sends; where the server wants a second person's word, asks for it and sends again with it.
 * Null when nobody gave it; other refusals are thrown (and have been told).
 */
export async function sendApproved(send: (commands: Command[]) => Promise<Answer>, commands: Command[]): Promise<Answer | null> {
  let approval: Approval | null = null
  for (;;) {
    try {
      return await send(approved(commands, approval))
    } catch (error) {
      if (!(error instanceof Problem) || !isAboutApproval(error, approved(commands, approval))) throw error
      approval = await ask(error)
      if (!approval) return null
    }
  }
}
