const LOCK = 'zaotai.till.unsent'
const forever = new Promise<never>(() => undefined)

/**
 * Lets one page at a time adopt what is kept, and answers when this one may go on. Another till in the same browser goes on
 * at once with taps of its own, and adopts what is left when the first one is closed.
 */
export async function adoptOnce(adopt: () => Promise<void>): Promise<void> {
  // Without locks (plain http), two pages may send the same: the keys make that harmless.
  if (!navigator.locks) return adopt()
  await new Promise<void>((goOn) => {
    void navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (lock) await adopt()
      goOn()
      if (lock) await forever
      else void navigator.locks.request(LOCK, () => adopt().then(() => forever))
    })
  })
}
