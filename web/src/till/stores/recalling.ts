import { shelf } from '../shelf'

/** A server that has not answered within this may be away: what was last heard is shown meanwhile, milliseconds. */
const PATIENCE = 800

/** A menu is copied into the database when nobody waits for the screen; Safari knows no such moment, and takes the next one. */
const whenIdle = (work: () => void) => ('requestIdleCallback' in globalThis ? requestIdleCallback(work, { timeout: 2_000 }) : setTimeout(work))

/**
 * Asks the server, shows its answer and keeps it. While nothing `isShown`, what was kept stands in as soon as the server
 * fails, or lets people wait. Throws what the server's failure was, also when something kept is shown.
 */
export async function askOrRecall<T>(name: string, ask: () => Promise<T>, show: (value: T) => void, isShown: () => boolean): Promise<void> {
  const recall = async () => {
    if (isShown()) return
    const kept = await shelf.known<T>(name)
    if (kept !== null && !isShown()) show(kept)
  }
  const waiting = setTimeout(() => void recall(), PATIENCE)
  try {
    const value = await ask()
    show(value)
    whenIdle(() => shelf.keepKnown(name, value))
  } catch (error) {
    await recall()
    throw error
  } finally {
    clearTimeout(waiting)
  }
}
