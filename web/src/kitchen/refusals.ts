import type { Problem } from '@/shared/api/problem'
import { wordsOf } from '@/shared/problemWords'
import { say } from '@/shared/toasts'
import { i18n } from './i18n'

/** Says why the server did not take what a cook did; the screen shows it as it is by now. */
export function tellRefusal(problem: Problem): void {
  const { t, te } = i18n.global
  const { title, hint } = wordsOf(problem, { t, te })
  say(problem.status === 409 ? 'warn' : 'danger', title, hint)
}
