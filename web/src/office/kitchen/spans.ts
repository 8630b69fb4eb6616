/** Seconds as cooks say them: 45 is "0:45", 754 is "12:34". */
export function spanText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`
}

/** Basis points as a percentage with one decimal: 3333 is "33.3%". */
export const shareText = (points: number) => `${(points / 100).toFixed(1)}%`
