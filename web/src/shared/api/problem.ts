/** An answer that says no (RFC 9457), as thrown by every call. */
export interface ProblemBody {
  type?: string
  title?: string
  status: number
  code: string
  detail?: string
  request_id?: string
  errors?: { path: string; code: string; message: string }[]
  current?: unknown
  attempts_left?: number
  retry_after?: number
  [more: string]: unknown
}

export class Problem extends Error {
  readonly status: number
  readonly code: string
  constructor(readonly body: ProblemBody) {
    super(body.detail || body.title || body.code)
    this.name = 'Problem'
    this.status = body.status
    this.code = body.code
  }
}

/** The server was not reached, or did not answer in time: the call may or may not have had its effect. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause })
    this.name = 'Unreachable'
  }
}

/** The problem in an answer; an answer that is not problem+json (a proxy's page) becomes one too. */
export function problemOf(response: Response, body: unknown): Problem {
  const given = typeof body === 'object' && body !== null ? (body as Partial<ProblemBody>) : {}
  return new Problem({
    ...given,
    status: response.status,
    code: typeof given.code === 'string' ? given.code : `http_${response.status}`,
    retry_after: given.retry_after ?? (Number(response.headers.get('Retry-After')) || undefined),
  })
}

/** There is no server to be heard: no network, or only what stands before it answers. */
export const isAway = (error: unknown): boolean => !(error instanceof Problem) || error.status >= 500

/** Sent again as it is, it would only count as another wrong try. */
const ASKS_PEOPLE = new Set(['wrong_pin', 'pin_locked', 'proof_locked'])

const LONGEST_WAIT = 5_000

/** How long to wait after so many failures in a row, milliseconds: twice as long each time, and what the server asks for, but people watch. */
export function pauseAfter(failures: number, error: unknown): number {
  const asked = error instanceof Problem ? (error.body.retry_after ?? 0) * 1000 : 0
  return Math.min(LONGEST_WAIT, Math.max(asked, 250 * 2 ** Math.min(failures, 5)))
}

/** The same call may well succeed later: the network, a restart, a limit, or a session that must be renewed first. */
export function mayTryAgain(error: unknown): boolean {
  if (!(error instanceof Problem)) return true
  if (ASKS_PEOPLE.has(error.code)) return false
  return error.status >= 500 || [401, 408, 425, 429].includes(error.status) || error.code === 'idempotency_in_progress'
}
