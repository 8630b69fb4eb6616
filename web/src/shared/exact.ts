/** Exact decimals as the API writes them ("3733.678"): added, compared and divided without floats. */
type Parts = { digits: bigint; places: number }

function partsOf(text: string): Parts {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) throw new RangeError(`not an exact decimal: ${text}`)
  const digits = BigInt(match[2]! + (match[3] ?? ''))
  return { digits: match[1] ? -digits : digits, places: match[3]?.length ?? 0 }
}
const scaled = ({ digits, places }: Parts, to: number) => digits * 10n ** BigInt(to - places)

function textOf(digits: bigint, places: number): string {
  const sign = digits < 0n ? '-' : ''
  const all = String(digits < 0n ? -digits : digits).padStart(places + 1, '0')
  const rest = places ? all.slice(-places).replace(/0+$/, '') : ''
  return sign + all.slice(0, all.length - places) + (rest ? `.${rest}` : '')
}

/** The sum, to the last digit. */
export function sumOf(texts: readonly string[]): string {
  const parts = texts.map(partsOf)
  const places = Math.max(0, ...parts.map((one) => one.places))
  return textOf(
    parts.reduce((sum, one) => sum + scaled(one, places), 0n),
    places,
  )
}

export const negated = (text: string) => textOf(-partsOf(text).digits, partsOf(text).places)
export const minus = (one: string, other: string) => sumOf([one, negated(other)])
export const absolute = (text: string) => (signOf(text) < 0 ? negated(text) : sumOf([text]))

/** -1, 0 or 1. */
export function signOf(text: string): number {
  const { digits } = partsOf(text)
  return digits < 0n ? -1 : Number(digits > 0n)
}
/** For sorting: below zero where the first is less. */
export const compared = (one: string, other: string) => signOf(minus(one, other))

/** part ÷ whole, cut after so many places; null where there is no whole. */
export function ratioOf(part: string, whole: string, places = 8): string | null {
  const [above, below] = [partsOf(part), partsOf(whole)]
  if (below.digits === 0n) return null
  const shift = BigInt(places + below.places)
  return textOf((above.digits * 10n ** shift) / (below.digits * 10n ** BigInt(above.places)), places)
}

/** The product, to the last digit. */
export function times(one: string, other: string): string {
  const [a, b] = [partsOf(one), partsOf(other)]
  return textOf(a.digits * b.digits, a.places + b.places)
}
