/**
 * Let a reload without the network bring a screen up again: the service worker keeps the page and its parts. Browsers
 * allow that on https and on the machine itself only; elsewhere a reload needs the server, and an open screen does not.
 *
 * `parts`: what the screen loads later; fetched now, so that nothing of it has to be fetched without a network.
 */
export function keepPage(screen: 'kitchen' | 'till', ...parts: (() => Promise<unknown>)[]): void {
  if (document.readyState === 'complete') void begin(screen, parts)
  else addEventListener('load', () => void begin(screen, parts))
}

async function begin(screen: string, parts: (() => Promise<unknown>)[]): Promise<void> {
  await Promise.allSettled(parts.map((load) => load()))
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  await navigator.serviceWorker.register(`/${screen}/worker.js`, { scope: `/${screen}/` })
  const { active } = await navigator.serviceWorker.ready
  const loaded = performance.getEntriesByType('resource').map((entry) => entry.name)
  active?.postMessage({ keep: [...new Set(loaded.filter((address) => new URL(address).pathname.startsWith('/assets/')))] })
}
