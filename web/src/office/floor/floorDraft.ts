import { computed, ref, shallowRef } from 'vue'
import { newId } from '@/shared/ids'
import { say } from '@/shared/toasts'
import { addTable, archiveTable, changeTable, listAreas, listTables, type Area, type Table, type TableFields } from '../api/floor'
import { allOf } from '../api/paging'
import { changesBetween, isSame, rowRetryIds } from '../form/changes'
import { i18n } from '../i18n'
import { faultsOf, refusalWords, type Refusal } from '../refusals'
import { freePlace, nextName } from './plan'

const FIELDS = ['area_id', 'name', 'seats', 'x', 'y', 'w', 'h', 'shape'] as const
const fieldsOf = (table: Table): TableFields => Object.fromEntries(FIELDS.map((field) => [field, table[field]])) as unknown as TableFields

/** A store's floor plan while it is edited: tables are sent when it is saved, areas at once. */
export function useFloorDraft(storeId: string) {
  const areas = shallowRef<Area[]>([])
  const base = shallowRef<Table[]>([])
  const tables = shallowRef<Table[]>([])
  const isReady = ref(false)
  const isBusy = ref(false)
  const refusal = ref<Refusal | null>(null)
  const idFor = rowRetryIds()
  const faulty = ref<{ id: string; faults: Map<string, string> } | null>(null)

  async function loadAreas() {
    areas.value = (await allOf((query) => listAreas(storeId, query))).sort((one, other) => one.sort - other.sort)
  }
  async function load() {
    try {
      const [found] = await Promise.all([allOf((query) => listTables(storeId, query)), loadAreas()])
      base.value = tables.value = found
      refusal.value = null
      isReady.value = true
    } catch (error) {
      refusal.value = refusalWords(error)
    }
  }

  const before = (id: string) => base.value.find((table) => table.id === id)
  const changed = computed(() => tables.value.filter((table) => !isSame(before(table.id), table)))
  const removed = computed(() => base.value.filter((table) => !tables.value.some((one) => one.id === table.id)))
  const count = computed(() => changed.value.length + removed.value.length)

  const put = (table: Table) => (tables.value = tables.value.map((one) => (one.id === table.id ? table : one)))
  const take = (id: string) => (tables.value = tables.value.filter((table) => table.id !== id))
  function add(areaId: string): Table {
    const size = { w: 100, h: 100 }
    const place = freePlace(
      tables.value.filter((table) => table.area_id === areaId),
      size,
    )
    const made: Table = { id: newId(), store_id: storeId, archived: false, area_id: areaId, name: nextName(tables.value.map((table) => table.name)), seats: 4, shape: 'square', ...size, ...place }
    tables.value = [...tables.value, made]
    return made
  }

  function settle(id: string, kept: Table) {
    base.value = [...base.value.filter((table) => table.id !== kept.id), kept]
    tables.value = tables.value.map((table) => (table.id === id ? kept : table))
  }
  async function send(table: Table) {
    const was = before(table.id)
    try {
      const kept = was ? await changeTable(storeId, table.id, changesBetween(fieldsOf(was), fieldsOf(table))) : await addTable(storeId, fieldsOf(table), idFor(table.id, table))
      settle(table.id, kept)
      return kept.id
    } catch (error) {
      faulty.value = { id: table.id, faults: faultsOf(error) }
      throw error
    }
  }
  /** Archives first, so that a name that became free may be used again. Answers the new ids of tables that were made. */
  async function save(): Promise<Map<string, string>> {
    const ids = new Map<string, string>()
    isBusy.value = true
    refusal.value = null
    faulty.value = null
    try {
      for (const table of removed.value) {
        await archiveTable(storeId, table.id)
        base.value = base.value.filter((one) => one.id !== table.id)
      }
      for (const table of changed.value) ids.set(table.id, await send(table))
      say('go', i18n.global.t('act.saved'))
    } catch (error) {
      refusal.value = refusalWords(error)
    } finally {
      isBusy.value = false
    }
    return ids
  }
  function discard() {
    tables.value = base.value
    refusal.value = null
    faulty.value = null
  }
  const isNew = (table: Table) => !before(table.id)
  return { areas, tables, isReady, isBusy, refusal, faulty, count, load, loadAreas, put, take, add, isNew, save, discard }
}
export type FloorDraft = ReturnType<typeof useFloorDraft>
