/**
 * What time it is at the server, however wrong the clock of this device is: by the Date of its last answer. Kept, so that a
 * device which starts without a network still knows by how much it is off.
 */
const KEY = 'zaotai.clock'
/** Headers say whole seconds, milliseconds. */
const CLOSE_ENOUGH = 1_500
let ahead = Number(globalThis.localStorage?.getItem(KEY) ?? 0) || 0

/** An answer's Date header: whole seconds, so its middle is taken. */
export function hearDate(header: string | null, now: number = Date.now()): void {
  const told = Date.parse(header ?? '')
  if (Number.isNaN(told)) return
  if (Math.abs(told + 500 - now - ahead) < CLOSE_ENOUGH) return
  ahead = told + 500 - now
  globalThis.localStorage?.setItem(KEY, String(ahead))
}

/** The moment at the server, milliseconds since the epoch. */
export const serverNow = (now: number = Date.now()): number => now + ahead
