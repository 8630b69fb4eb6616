/*
 * The service worker of the screens that open without a network: one file, which each of them registers for its own folder.
 * The page comes from the server while that answers, else as it came last; its parts have a hash in their names, so what is
 * kept is right for ever. Nothing of the API is kept here.
 */
export {}

interface Fetching extends ExtendableEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
  addEventListener(type: 'message', listener: (event: ExtendableEvent & { data: { keep?: string[] } }) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
  registration: { scope: string }
}
const worker = self as unknown as Worker

/** /kitchen/ or /till/. */
const PAGE = new URL(worker.registration.scope).pathname
const CACHE = `zaotai-${PAGE.split('/')[1]}`
/** A server that does not answer within this is away: nobody in a rush waits for a page. */
const PATIENCE = 4_000
/** Parts of so many: those of former releases, which came first, are dropped beyond that. */
const MOST = 120

worker.addEventListener('install', (event) => event.waitUntil(Promise.all([worker.skipWaiting(), keep([PAGE])])))
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('message', (event) => {
  if (event.data.keep) event.waitUntil(keep(event.data.keep))
})
worker.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== location.origin) return
  if (event.request.mode === 'navigate' && pathname.startsWith(PAGE)) event.respondWith(page())
  else if (pathname.startsWith('/assets/')) event.respondWith(part(event.request))
})

async function keep(addresses: string[]): Promise<void> {
  const cache = await caches.open(CACHE)
  await Promise.all(addresses.map(async (address) => (await cache.match(address)) ?? cache.add(address)))
  const kept = await cache.keys()
  const old = kept.slice(0, Math.max(0, kept.length - MOST)).filter((request) => new URL(request.url).pathname !== PAGE)
  await Promise.all(old.map((request) => cache.delete(request)))
}

async function page(): Promise<Response> {
  const cache = await caches.open(CACHE)
  try {
    const fresh = await fetch(PAGE, { signal: AbortSignal.timeout(PATIENCE) })
    if (fresh.ok) await cache.put(PAGE, fresh.clone())
    return fresh.ok ? fresh : ((await cache.match(PAGE)) ?? fresh)
  } catch (error) {
    const kept = await cache.match(PAGE)
    if (kept) return kept
    throw error
  }
}

async function part(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(request)
  if (kept) return kept
  const fresh = await fetch(request)
  if (fresh.ok) await cache.put(request, fresh.clone())
  return fresh
}
