/** The most that may be typed: 9,999,999.99 in a currency of two decimals. */
const LIMIT = 1_000_000_000

/** An amount in minor units after one more key: figures move in from the right, as on a cash register. */
export function typeDigits(amount: number, key: string): number {
  let typed = amount
  for (const digit of key) {
    if (!/\d/.test(digit)) continue
    const next = typed * 10 + Number(digit)
    if (next < LIMIT) typed = next
  }
  return typed
}
