/** The store's business date at a moment: the wall-clock date, counted from the day's cut-off ("04:00"). */
export function businessDate(at: number, timeZone: string, cutoff: string): string {
  const [hours = 0, minutes = 0] = cutoff.split(':').map(Number)
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return parts.format(new Date(at - (hours * 60 + minutes) * 60_000))
}

/** A date some days later or earlier. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
