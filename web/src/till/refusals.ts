import { wordsOf } from '@/shared/problemWords'
import { say } from '@/shared/toasts'
import type { Problem } from '@/shared/api/problem'
import { nameIn, type Locale } from '@/shared/names'
import { isAboutApproval } from './approvals'
import { isAboutProof } from './proofs'
import { i18n } from './i18n'
import type { Batch } from './commands'
import { useMenu } from './stores/menu'

const { t, te } = i18n.global

/** What happened and what to do next, for a problem of any call. */
export const problemWords = (problem: unknown) => wordsOf(problem, { t, te })

/** The dish that a refused command was about, so that the word names it. */
function subjectOf(batch: Batch, problem: Problem): string {
  const place = /^commands\.(\d+)/.exec(problem.body.errors?.[0]?.path ?? '')?.[1]
  const command = batch.commands[Number(place ?? 0)]
  if (command?.type !== 'add_line') return ''
  const product = useMenu().catalogue?.products.get(command.product_id)
  return nameIn(product?.name, i18n.global.locale.value as Locale)
}

/** Says why a command was not taken. */
export function tellRefusal(problem: Problem, batch: Batch): void {
  if (problem.code === 'discarded') return
  if (isAboutApproval(problem, batch.commands) || isAboutProof(problem)) return
  const { title, hint } = problemWords(problem)
  const subject = subjectOf(batch, problem)
  say(problem.status === 409 ? 'warn' : 'danger', subject ? `${subject} · ${title}` : title, hint)
}

/** Says that a question to the server failed. */
export function tellFailure(error: unknown): void {
  const { title, hint } = problemWords(error)
  say('danger', title, hint)
}
