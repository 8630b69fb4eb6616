import type { RouteLocationRaw } from 'vue-router'
import { bringIn, fetchFile, type Import } from '../api/sheets'

export type SubjectName = 'menu' | 'inventory' | 'members'

interface Subject {
  /** Who lacks it may only take out. */
  permission: string
  file: string
  takeOut: () => Promise<Blob>
  bringIn: Import
  /** Where one sees what came in. */
  to: RouteLocationRaw
  /** The page is reached from there. */
  back?: boolean
}

/** What head office edits as a spreadsheet; the texts are sheet.<name>. */
export const SUBJECTS: Record<SubjectName, Subject> = {
  menu: {
    permission: 'menu.import',
    file: 'menu.xlsx',
    takeOut: () => fetchFile('/menu/export.xlsx'),
    bringIn: (...given) => bringIn('/menu/import', ...given),
    to: { name: 'products' },
  },
  inventory: {
    permission: 'inventory.edit',
    file: 'inventory.xlsx',
    takeOut: () => fetchFile('/inventory/export.xlsx'),
    bringIn: (...given) => bringIn('/inventory/import', ...given),
    to: { name: 'recipes' },
  },
  members: {
    permission: 'member.edit',
    file: 'members.xlsx',
    takeOut: () => fetchFile('/members/export.xlsx'),
    bringIn: (...given) => bringIn('/members/import', ...given),
    to: { name: 'members' },
    back: true,
  },
}
