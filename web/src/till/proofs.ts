import type { Problem } from '@/shared/api/problem'
import type { Command, Proof } from '@/shared/api/types'
import { makeAsking, sendAsking, type Question } from './asking'
import type { Answer } from './commands'

export type ProofQuestion = Question<Proof>
const asking = makeAsking<Proof>()
export const proofQuestion = asking.question

const CODES = new Set(['proof_needed', 'proof_wrong', 'proof_locked'])
const KINDS: readonly Proof['kind'][] = ['pin', 'code']

/** What the brand takes, as the first refusal of a payment says it; and what was tried last: a wrong one is asked for once more. */
let accepts: readonly Proof['kind'][] = KINDS
let tried: Proof['kind'] | null = null
export const acceptedProofs = (): readonly Proof['kind'][] => accepts
export const firstProof = (): Proof['kind'] => (tried && accepts.includes(tried) ? tried : (accepts[0] ?? 'code'))

/** Whether the dialog speaks of this refusal, so that no toast has to. */
export const isAboutProof = (problem: Problem) => CODES.has(problem.code)

async function ask(problem: Problem): Promise<Proof | null> {
  const said = problem.body.accepts
  if (Array.isArray(said)) accepts = KINDS.filter((kind) => said.includes(kind))
  const proof = await asking.ask(problem)
  tried = proof?.kind ?? null
  return proof
}

const put = (command: Command, proof: Proof): Command => (command.type === 'pay' ? { ...command, proof } : command)

/** Sends, with the member's PIN or code where the server wants one; null when the member gave none. */
export const sendProved = (send: (commands: Command[]) => Promise<Answer>, commands: Command[]) => sendAsking(send, commands, { isAbout: isAboutProof, ask, put })
