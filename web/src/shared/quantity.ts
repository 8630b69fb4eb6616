/** Quantities are exact decimals with three places, written as strings in JSON; inside they are whole thousandths. */
export type Thousandths = number

/** "0.350" is 350, "2" is 2000. Throws on what is no quantity. */
export function thousandths(text: string | number): Thousandths {
  const match = /^(-?)(\d+)(?:\.(\d{1,3})0*)?$/.exec(String(text))
  if (!match) throw new RangeError(`not a quantity: ${text}`)
  const value = Number(match[2]) * 1000 + Number((match[3] ?? '').padEnd(3, '0'))
  return match[1] ? -value : value
}

/** The shortest text of a quantity: 350 is "0.35", 2000 is "2". */
export function quantityText(value: Thousandths): string {
  const sign = value < 0 ? '-' : ''
  const whole = Math.floor(Math.abs(value) / 1000)
  const rest = String(Math.abs(value) % 1000).padStart(3, '0').replace(/0+$/, '')
  return sign + whole + (rest ? `.${rest}` : '')
}

/** minor units × quantity, halves away from zero: the one rounding of a weighed price. */
export function timesQuantity(minor: number, quantity: Thousandths): number {
  const exact = BigInt(minor) * BigInt(quantity)
  const half = exact < 0n ? -500n : 500n
  return Number((exact + half) / 1000n)
}
