import { Problem } from '@/shared/api/problem'
import type { Locale } from '@/shared/names'
import { listText, nameIn } from '@/shared/names'
import { say } from '@/shared/toasts'
import { i18n } from './i18n'
import { permissionLabel } from './roles/permissionLabels'

const { t, te } = i18n.global

export interface Refusal {
  title: string
  hint?: string
}

function labels(names: unknown): string {
  const locale = i18n.global.locale.value as Locale
  return listText((Array.isArray(names) ? names : []).map((name) => nameIn(permissionLabel(String(name)), locale)), locale)
}

/** The figures and names that a hint may speak of. */
function figures(problem: Problem): Record<string, string | number> {
  const { body } = problem
  return {
    detail: problem.message,
    request: body.request_id ?? '–',
    seconds: body.retry_after ?? 60,
    attempts: body.attempts_left ?? 0,
    permission: body.permission ? labels([body.permission]) : '',
    permissions: labels(body.permissions),
    users: (body.errors ?? []).map((one) => one.message).join('; '),
  }
}

/** A code of ours, or the family that it belongs to. */
function known(problem: Problem): string | null {
  if (te(`problem.${problem.code}.title`)) return problem.code
  if (problem.code.endsWith('_not_found') || problem.status === 404) return 'not_found'
  if (problem.status === 429) return 'rate_limited'
  if (problem.status === 403) return 'forbidden'
  if (problem.status === 503) return 'unavailable'
  return null
}

/** What happened and what to do next, for whatever a call threw. */
export function refusalWords(error: unknown): Refusal {
  if (!(error instanceof Problem)) return { title: t('problem.unreachable.title'), hint: t('problem.unreachable.hint') }
  const code = known(error) ?? 'other'
  const given = figures(error)
  return { title: t(`problem.${code}.title`, given), hint: t(`problem.${code}.hint`, given) }
}

/** Says over the screen that something failed. */
export function tell(error: unknown): void {
  const { title, hint } = refusalWords(error)
  say('danger', title, hint)
}

/** The faults of a problem by the path of their field, in words. */
export function faultsOf(error: unknown): Map<string, string> {
  const faults = new Map<string, string>()
  if (!(error instanceof Problem)) return faults
  for (const { path, code, message } of error.body.errors ?? []) {
    if (path && !faults.has(path)) faults.set(path.replace(/^(json|body|data)\./, ''), faultWords(code, message))
  }
  return faults
}

export function faultWords(code: string, message: string): string {
  if (code !== 'invalid' && te(`fault.${code}`)) return t(`fault.${code}`)
  // The server's own words are English; beside them stands the plain statement in the reader's language.
  return i18n.global.locale.value === 'en' ? message || t('fault.invalid') : t('fault.invalidDetail', { message })
}

/** A spreadsheet's fault: the server's English words say more than ours, so they stay for who reads English. */
export const sheetFaultWords = (code: string, message: string) => (i18n.global.locale.value === 'en' && message ? message : faultWords(code, message))
