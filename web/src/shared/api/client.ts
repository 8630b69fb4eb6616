import createClient from 'openapi-fetch'
import { Bearer, type TokenPair } from './bearer'
import { Problem, problemOf, Unreachable } from './problem'
import { hearDate } from './serverClock'
import type { paths } from './schema'

const PREFIX = '/api/v1'
const TIMEOUT = 15_000

async function reach(request: Request, ...until: AbortSignal[]): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT), ...until]) })
    hearDate(response.headers.get('Date'))
    return response
  } catch (cause) {
    throw new Unreachable(cause)
  }
}

async function renew(refreshToken: string): Promise<TokenPair> {
  const response = await reach(
    new Request(new URL(`${PREFIX}/sign-in/refresh`, location.origin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ refresh_token: refreshToken }),
    }),
  )
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw problemOf(response, body)
  return body as TokenPair
}

type Renew = (refreshToken: string) => Promise<TokenPair>
let guard: (refreshToken: string, renew: Renew) => Promise<TokenPair> = (refreshToken, renew) => renew(refreshToken)

/** Stand between the bearer and the server, for screens whose tabs share one session. */
export function guardRenewal(next: typeof guard): void {
  guard = next
}

const isRefused = (error: unknown) => error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429

const listeners = new Set<(pair: TokenPair | null) => void>()

/** The one bearer of this page. */
export const bearer = new Bearer((refreshToken) => guard(refreshToken, renew), isRefused, (pair) => listeners.forEach((listener) => listener(pair)))

/** Hear of renewed tokens, and of the end of the session (null). */
export function onTokens(listener: (pair: TokenPair | null) => void): void {
  listeners.add(listener)
}

const needsNoBearer = (url: string) => /\/(terminals\/enrol|sign-in\/[a-z]+)$/.test(new URL(url).pathname)

/** A wrong PIN (of an approval) is a 401 too, but no fault of the token: sending it again would count as another try. */
async function isAboutPin(response: Response): Promise<boolean> {
  const body = (await response.clone().json().catch(() => null)) as { code?: string } | null
  return body?.code === 'wrong_pin'
}

/** What the server says to whoever has signed out. */
const signedOut = () => Response.json({ status: 401, code: 'unauthenticated' }, { status: 401 })

/** A question of a session that is left, on its way or not yet sent, gets the answer that it would get: it is over. */
async function authorised(request: Request): Promise<Response> {
  const { left } = bearer
  if (request.method !== 'GET') return withBearer(request)
  if (left.aborted) return signedOut()
  return withBearer(request, left).catch((error: unknown) => {
    if (left.aborted) return signedOut()
    throw error
  })
}

/** fetch with the bearer; a refused token is renewed and the same call sent once more. */
async function withBearer(request: Request, ...until: AbortSignal[]): Promise<Response> {
  if (needsNoBearer(request.url)) return reach(request)
  const token = await bearer.fresh()
  const again = request.clone()
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  const response = await reach(request, ...until)
  if (response.status !== 401 || (await isAboutPin(response))) return response
  const renewed = await bearer.replace(token)
  if (!renewed) return response
  again.headers.set('Authorization', `Bearer ${renewed}`)
  return reach(again, ...until)
}

/** The server's paths as callers write them: without the prefix. */
type Under<Paths, Prefix extends string> = { [Path in keyof Paths as Path extends `${Prefix}${infer Rest}` ? Rest : never]: Paths[Path] }

/** The API, typed by the server's own OpenAPI. */
export const api = createClient<Under<paths, typeof PREFIX>>({ baseUrl: PREFIX, fetch: authorised })

/** The data of an answer; anything else is thrown as Problem (or Unreachable). */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw problemOf(response, error)
  return data as T
}
