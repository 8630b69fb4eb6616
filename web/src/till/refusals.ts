import { wordsOf } from '@/shared/problemWords'
import { say } from '@/shared/toasts'
import { Problem } from '@/shared/api/problem'
import { nameIn, type Locale } from '@/shared/names'
import { isAboutApproval } from './approvals'
import { isAboutProof } from './proofs'
import { i18n } from './i18n'
import { noteMoney, type MoneyNote } from './notes'
import type { Batch } from './commands'
import type { Order } from '@/shared/api/types'
import { formatMoney } from '@/shared/money'
import { useSession } from './stores/session'
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

/** Money that was taken and stands in no book: somebody has to know, whatever became of its order. */
function tellUnbooked(problem: Problem, batch: Batch): void {
  const pay = batch.commands.find((command) => command.type === 'pay')
  const why = problem.code === 'discarded' ? null : problem.code
  tellNote('danger', noteMoney(batch, { kind: 'unbooked', amount: (pay?.amount ?? 0) + (pay?.tip ?? 0), currency: useSession().currency, why }))
}

/** What is to be settled, and how, in the language of who reads it. */
export function noteWords({ kind, number, amount, currency, why }: MoneyNote): { title: string; hint: string } {
  const said = { number: number ?? '', amount: formatMoney(amount, currency, i18n.global.locale.value as Locale) }
  const reason = why ? `${problemWords(new Problem({ status: 409, code: why })).title} · ` : ''
  return { title: t(`reckoned.${kind}`, said), hint: reason + t(`reckoned.${kind}Hint`) }
}

/** Said at once, too, to whoever stands there. */
function tellNote(tone: 'warn' | 'danger', note: MoneyNote): void {
  const { title, hint } = noteWords(note)
  say(tone, title, hint)
}

/** Says why a command was not taken. */
export function tellRefusal(problem: Problem, batch: Batch): void {
  if (batch.isReckoned) return tellUnbooked(problem, batch)
  if (problem.code === 'discarded') return
  if (isAboutApproval(problem, batch.commands) || isAboutProof(problem)) return
  const { title, hint } = problemWords(problem)
  const subject = subjectOf(batch, problem)
  say(problem.status === 409 ? 'warn' : 'danger', subject ? `${subject} · ${title}` : title, hint)
}

/** Says that guests paid more, while the server was away, than was due: the drawer holds it, and it is theirs. */
export function tellOver(batch: Batch, order: Order | undefined, over: number): void {
  if (over > 0) tellNote('warn', noteMoney(batch, { kind: 'over', amount: over, ...about(order) }))
}

const about = (order: Order | undefined) => ({ number: order?.number ? String(order.number) : null, currency: order?.currency ?? useSession().currency })

/** Says that guests who paid while the server was away still owe something. */
export function tellShort(batch: Batch, order: Order, short: number): void {
  if (short > 0) tellNote('warn', noteMoney(batch, { kind: 'short', amount: short, ...about(order) }))
}

/** Says that a question to the server failed. */
export function tellFailure(error: unknown): void {
  const { title, hint } = problemWords(error)
  say('danger', title, hint)
}
