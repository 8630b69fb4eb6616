import { computed, ref, shallowRef } from 'vue'
import { newId } from '@/shared/ids'
import { say } from '@/shared/toasts'
import type { Channel } from '../api/channels'
import { addPrice, changePrice, listPrices, removePrice, type Price, type PriceFields } from '../api/prices'
import { allOf } from '../api/paging'
import { changesBetween, isSame, rowRetryIds } from '../form/changes'
import { i18n } from '../i18n'
import { refusalWords, type Refusal } from '../refusals'
import { always, isTimed } from './when'

export interface Scope {
  region_id: string | null
  store_id: string | null
}

/** All prices of one product while they are edited; nothing is sent before `save`. */
export function usePriceDraft(productId: string) {
  const base = shallowRef<Price[]>([])
  const rows = shallowRef<Price[]>([])
  const isReady = ref(false)
  const isBusy = ref(false)
  const refusal = ref<Refusal | null>(null)
  const idFor = rowRetryIds()

  async function load() {
    try {
      base.value = await allOf((query) => listPrices({ ...query, product_id: productId }))
      rows.value = base.value
      refusal.value = null
      isReady.value = true
    } catch (error) {
      refusal.value = refusalWords(error)
    }
  }

  const before = (id: string) => base.value.find((row) => row.id === id)
  const created = computed(() => rows.value.filter((row) => !before(row.id)))
  const removed = computed(() => base.value.filter((row) => !rows.value.some((one) => one.id === row.id)))
  const changed = computed(() => rows.value.filter((row) => before(row.id) && !isSame(before(row.id), row)))
  const count = computed(() => created.value.length + removed.value.length + changed.value.length)
  const isUnsaved = (row: Price) => !isSame(before(row.id), row)

  function put(row: Price) {
    const isThere = rows.value.some((one) => one.id === row.id)
    rows.value = isThere ? rows.value.map((one) => (one.id === row.id ? row : one)) : [...rows.value, row]
  }
  const take = (id: string) => (rows.value = rows.value.filter((row) => row.id !== id))
  const make = (fields: PriceFields): Price => ({ ...fields, id: newId() })

  const isPlainAt = (row: Price, scope: Scope, channel: Channel | null, variantId: string | null) =>
    !isTimed(row) && row.store_id === scope.store_id && row.region_id === scope.region_id && row.channel === channel && row.variant_id === variantId
  const plain = (scope: Scope, channel: Channel | null, variantId: string | null) => rows.value.find((row) => isPlainAt(row, scope, channel, variantId))

  /** The price at all times of one place and channel; null takes it away. A price that comes back is the one that was. */
  function setPlain(scope: Scope, channel: Channel | null, variantId: string | null, amount: number | null) {
    const there = plain(scope, channel, variantId)
    if (amount === null) {
      if (there) take(there.id)
      return
    }
    const was = there ?? base.value.find((row) => isPlainAt(row, scope, channel, variantId))
    put(was ? { ...was, amount } : make({ ...always(productId, variantId), ...scope, channel, amount }))
  }

  /** What members pay beside the price of every channel at all times; null: the same as everybody. */
  function setMember(scope: Scope, variantId: string | null, amount: number | null) {
    const there = plain(scope, null, variantId)
    if (there) put({ ...there, member_amount: amount })
  }

  const fieldsOf = (row: Price): PriceFields => {
    const fields: Partial<Price> = { ...row }
    delete fields.id
    return fields as PriceFields
  }
  /** After each answer the draft stands on what the server has: what failed later is still to be sent. */
  async function sendAll() {
    for (const row of removed.value) {
      await removePrice(row.id)
      base.value = base.value.filter((one) => one.id !== row.id)
    }
    for (const row of changed.value) {
      const kept = await changePrice(row.id, changesBetween(fieldsOf(before(row.id)!), fieldsOf(row)))
      settle(row.id, kept)
    }
    for (const row of created.value) settle(row.id, await addPrice(fieldsOf(row), idFor(row.id, row)))
  }
  function settle(id: string, kept: Price) {
    base.value = [...base.value.filter((one) => one.id !== kept.id), kept]
    rows.value = rows.value.map((one) => (one.id === id ? kept : one))
  }

  async function save(): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    refusal.value = null
    try {
      await sendAll()
      say('go', i18n.global.t('act.saved'))
      return true
    } catch (error) {
      refusal.value = refusalWords(error)
      return false
    } finally {
      isBusy.value = false
    }
  }
  function discard() {
    rows.value = base.value
    refusal.value = null
  }
  return { base, rows, isReady, isBusy, refusal, count, load, put, take, make, plain, setPlain, setMember, isUnsaved, save, discard }
}
export type PriceDraft = ReturnType<typeof usePriceDraft>
