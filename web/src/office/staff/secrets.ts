/** A number below `limit`, each as likely as the other. */
function below(limit: number): number {
  const most = Math.floor(0x1_0000_0000 / limit) * limit
  for (;;) {
    const drawn = crypto.getRandomValues(new Uint32Array(1))[0]!
    if (drawn < most) return drawn % limit
  }
}

/** Four digits in no pattern that people guess: no runs, no repeats. */
export function randomPin(): string {
  for (;;) {
    const pin = Array.from({ length: 4 }, () => below(10)).join('')
    if (new Set(pin).size >= 3 && !'0123456789'.includes(pin) && !'9876543210'.includes(pin)) return pin
  }
}

// Without letters and digits that look alike on paper.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Fifteen characters in groups of five, easy to read out. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[below(LETTERS.length)]).join('')
  return [group(), group(), group()].join('-')
}
