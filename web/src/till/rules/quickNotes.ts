import { minorDigits } from '@/shared/money'

/** The notes that people hand over, in whole units of the currency. */
const NOTES: Record<string, number[]> = {
  CNY: [5, 10, 20, 50, 100],
  HKD: [10, 20, 50, 100, 500],
  TWD: [50, 100, 500, 1000],
  JPY: [500, 1000, 5000, 10000],
  USD: [1, 5, 10, 20, 50, 100],
  EUR: [5, 10, 20, 50, 100],
  GBP: [5, 10, 20, 50],
}

/**
 * What a guest is likely to hand over for `due`, smallest first and without the exact amount:
 * the next amount that each kind of note makes, then the largest note once more.
 */
export function quickNotes(due: number, currency: string, limit = 4): number[] {
  if (due <= 0) return []
  const unit = 10 ** minorDigits(currency)
  const notes = (NOTES[currency] ?? [5, 10, 20, 50, 100]).map((note) => note * unit)
  const largest = notes.at(-1)!
  const amounts = new Set(notes.map((note) => Math.ceil(due / note) * note))
  amounts.add(Math.ceil(due / largest) * largest + largest)
  return [...amounts].filter((amount) => amount > due).sort((a, b) => a - b).slice(0, limit)
}
