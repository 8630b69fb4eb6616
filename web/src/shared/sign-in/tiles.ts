import { readKept } from '@/shared/terminalSession'
import type { StaffTile } from '@/shared/api/types'

/** The people of the pad, as this device last heard of them. */
const TILES = 'zaotai.staff'

export const keptTiles = () => readKept<StaffTile[]>(localStorage, TILES) ?? []

export const keepTiles = (staff: readonly StaffTile[]) => localStorage.setItem(TILES, JSON.stringify(staff))
