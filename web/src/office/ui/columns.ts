import { computed, ref, type Ref } from 'vue'
import type { Column } from './table'

/** Which columns of a table are shown and go into files, kept on this computer under the table's name. */
export function useColumns<Row>(name: string, all: Ref<Column<Row>[]>) {
  const columns = computed(() => all.value.filter((column) => !column.isInFiles))
  const key = `zaotai.office.columns.${name}`
  const chosen = ref(new Set(read(key) ?? columns.value.filter((column) => !column.isExtra).map((column) => column.key)))
  const isShown = (column: Column<Row>) => Boolean(column.isFixed) || chosen.value.has(column.key)
  const exported = computed(() => all.value.filter((column) => column.isInFiles || isShown(column)))
  const visible = computed(() => columns.value.filter(isShown))

  function show(column: Column<Row>, isOn: boolean) {
    if (isOn) chosen.value.add(column.key)
    else chosen.value.delete(column.key)
    localStorage.setItem(key, JSON.stringify([...chosen.value]))
  }
  return { name, columns, visible, exported, isShown, show }
}
export type Columns<Row> = ReturnType<typeof useColumns<Row>>

function read(key: string): string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return Array.isArray(kept) ? kept.map(String) : null
  } catch {
    localStorage.removeItem(key) // written by an older version
    return null
  }
}
