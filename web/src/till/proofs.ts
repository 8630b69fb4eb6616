import type { Problem } from '@/shared/api/problem'
import type { Command, Proof } from '@/shared/api/types'
import { makeAsking, sendAsking, type Question } from './asking'
import type { Answer } from './commands'

export type ProofQuestion = Question<Proof>
const asking = makeAsking<Proof>()
export const proofQuestion = asking.question

const CODES = new Set(['proof_needed', 'proof_wrong', 'proof_locked'])

/** Whether the dialog speaks of this refusal, so that no toast has to. */
export const isAboutProof = (problem: Problem) => CODES.has(problem.code)

const put = (command: Command, proof: Proof): Command => (command.type === 'pay' ? { ...command, proof } : command)

/** Sends, with the member's PIN or code where the server wants one; null when the member gave none. */
export const sendProved = (send: (commands: Command[]) => Promise<Answer>, commands: Command[]) => sendAsking(send, commands, { isAbout: isAboutProof, ask: asking.ask, put })
