import { reactive, watch } from 'vue'

/** How this screen on this wall is set: kept on the device. */
export interface Settings {
  size: 's' | 'm' | 'l'
  /** One tap makes a dish ready; with two, the first says that it is begun. */
  taps: 1 | 2
  showCounts: boolean
  showKeys: boolean
}

const KEY = 'zaotai.kitchen.settings'
const PLAIN: Settings = { size: 'm', taps: 1, showCounts: true, showKeys: true }

function read(): Settings {
  try {
    return { ...PLAIN, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>) }
  } catch {
    return { ...PLAIN } // written by an older version
  }
}

export const settings = reactive(read())
watch(settings, () => localStorage.setItem(KEY, JSON.stringify(settings)))

const SCREENS = 'zaotai.kitchen.screens'

/** The id under which this device vouches for a station: the same for as long as the device lives. */
export function screenIdOf(stationId: string, make: () => string): string {
  const known = JSON.parse(localStorage.getItem(SCREENS) ?? '{}') as Record<string, string>
  if (!known[stationId]) localStorage.setItem(SCREENS, JSON.stringify({ ...known, [stationId]: make() }))
  return known[stationId] ?? screenIdOf(stationId, make)
}
