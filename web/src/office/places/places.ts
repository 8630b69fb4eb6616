import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { listRegions, listStores, type Region, type Store } from '../api/accounts'
import { allOf } from '../api/paging'

const LAST = 'zaotai.office.store'

/** The stores and regions within this person's reach, asked for once and after each change. */
export const usePlaces = defineStore('places', () => {
  const stores = shallowRef<Store[]>([])
  const regions = shallowRef<Region[]>([])
  const isReady = shallowRef(false)
  let loading: Promise<void> | null = null

  async function fetchAll() {
    ;[stores.value, regions.value] = await Promise.all([allOf(listStores), allOf(listRegions)])
    isReady.value = true
  }
  function load(again = false): Promise<void> {
    if (again) loading = null
    loading ??= fetchAll().catch((error: unknown) => {
      loading = null
      throw error
    })
    return loading
  }
  function forget() {
    loading = null
    isReady.value = false
    stores.value = []
    regions.value = []
  }

  const byId = computed(() => new Map(stores.value.map((store) => [store.id, store])))
  const regionById = computed(() => new Map(regions.value.map((region) => [region.id, region])))
  const store = (id: string | null | undefined) => (id ? byId.value.get(id) : undefined)
  const region = (id: string | null | undefined) => (id ? regionById.value.get(id) : undefined)
  const byCode = (code: string) => stores.value.find((one) => one.code === code)

  /** The store that the address names, else the one looked at last, else the first. */
  function chosen(code: string): Store | undefined {
    return byCode(code) ?? byCode(localStorage.getItem(LAST) ?? '') ?? stores.value[0]
  }
  const remember = (code: string) => localStorage.setItem(LAST, code)

  return { stores, regions, isReady, load, forget, store, region, byCode, chosen, remember }
})
