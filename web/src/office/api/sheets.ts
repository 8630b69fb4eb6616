/** Files in and out. They take longer than other calls and show how far they are, hence XMLHttpRequest. */
import { bearer } from '@/shared/api/client'
import { problemOf, Unreachable } from '@/shared/api/problem'

export interface SheetError {
  sheet: string
  row: number
  column: string
  code: string
  message: string
}
export interface ImportReport {
  rows: number
  created: number
  updated: number
  removed: number
  errors: SheetError[]
}
interface Call {
  method: string
  path: string
  body?: FormData
  headers?: Record<string, string>
  onProgress?: (share: number) => void
}

function send({ method, path, body, headers = {}, onProgress }: Call, token: string | null): Promise<{ status: number; body: Blob; request: XMLHttpRequest }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, `/api/v1${path}`)
    request.responseType = 'blob'
    request.timeout = 300_000
    Object.entries({ ...headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) }).forEach(([name, value]) => request.setRequestHeader(name, value))
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total)
    request.onload = () => resolve({ status: request.status, body: request.response as Blob, request })
    request.onerror = request.ontimeout = () => reject(new Unreachable(request.statusText))
    request.send(body)
  })
}

/** With the bearer; a refused token is renewed and the same call sent once more. */
async function call(one: Call): Promise<Blob> {
  const token = await bearer.fresh()
  let answer = await send(one, token)
  if (answer.status === 401) {
    const renewed = await bearer.replace(token)
    if (renewed) answer = await send(one, renewed)
  }
  if (answer.status >= 200 && answer.status < 300) return answer.body
  const text = await answer.body.text()
  const response = new Response(null, { status: answer.status, headers: { 'Retry-After': answer.request.getResponseHeader('Retry-After') ?? '' } })
  throw problemOf(response, jsonOf(text))
}
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // a proxy's page
  }
}

export const fetchFile = (path: string) => call({ method: 'GET', path })

export type Import = (file: File, dryRun: boolean, id: string, onProgress: (share: number) => void) => Promise<ImportReport>

/** With `dryRun` only what would come of it. The id makes a repeated try the same import. */
export async function bringIn(path: string, ...[file, dryRun, id, onProgress]: Parameters<Import>): Promise<ImportReport> {
  const body = new FormData()
  body.append('file', file)
  body.append('dry_run', String(dryRun))
  const answer = await call({ method: 'POST', path, body, headers: { 'Idempotency-Key': id }, onProgress })
  return JSON.parse(await answer.text()) as ImportReport
}
