import { reactive } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { useSpeech } from '@/shared/i18n'
import type { FullName } from '@/shared/names'
import type { AuditEntry } from '../api/accounts'
import { allCampaigns } from '../api/campaigns'
import { listClearings } from '../api/clearing'
import { getMember } from '../api/members'
import { allPromotions } from '../api/promotions'
import { usePlaces } from '../places/places'
import { useSession } from '../session'
import { dayText } from '../ui/time'

type Entry = Pick<AuditEntry, 'subject_type' | 'subject_id' | 'store_id' | 'detail'>

const PAGES: Record<string, (id: string) => RouteLocationRaw> = {
  product: (id) => ({ name: 'product', params: { id } }),
  staff: (id) => ({ name: 'person', params: { id } }),
  store: (id) => ({ name: 'store', params: { id } }),
  modifier_group: (id) => ({ name: 'modifier-group', params: { id } }),
  promotion: (id) => ({ name: 'promotion', params: { id } }),
  campaign: (id) => ({ name: 'campaign', params: { id } }),
  member: (id) => ({ name: 'member', params: { id } }),
  members: () => ({ name: 'members' }),
  clearing: (id) => ({ name: 'clearing', params: { id } }),
  legal_entity: () => ({ name: 'clearings' }),
  tier: () => ({ name: 'member-rules' }),
  settings: () => ({ name: 'member-rules' }),
  item: (id) => ({ name: 'stock-item', params: { id } }),
  recipe: (id) => ({ name: 'recipe', params: { id } }),
}
const AT_STORE: Record<string, string> = { order: 'order', count: 'count', inventory_document: 'stock-document' }

/** Where what an entry is about is shown; a coupon is at the member who has it, else at its promotion. */
export function pageOf({ subject_type: type, subject_id: id, store_id: storeId, detail }: Entry): RouteLocationRaw | null {
  const atStore = AT_STORE[type]
  if (atStore) return storeId ? { name: atStore, params: { storeId, id } } : null
  if (type !== 'coupon') return PAGES[type]?.(id) ?? null
  if (detail.member_id) return { name: 'member', params: { id: String(detail.member_id) }, query: { tab: 'coupons' } }
  return detail.promotion_id ? { name: 'promotion', params: { id: String(detail.promotion_id) } } : null
}

/** What the subjects of entries are called, asked for once a kind: the log itself keeps ids, and no names of members. */
export function useSubjectNames() {
  const { name, locale } = useSpeech()
  const session = useSession()
  const places = usePlaces()
  const known = reactive(new Map<string, FullName | string>())
  const asked = new Map<string, Promise<void>>()
  const lists: Record<string, { permission: string; load: () => Promise<[string, FullName | string][]> }> = {
    promotion: { permission: 'promotion.view', load: async () => (await allPromotions()).map((one) => [one.id, one.name]) },
    campaign: { permission: 'promotion.view', load: async () => (await allCampaigns()).map((one) => [one.id, one.name]) },
    clearing: { permission: 'value.report', load: async () => (await listClearings()).items.map((one) => [one.id, `#${one.number} · ${dayText(one.from, locale.value)} – ${dayText(one.to, locale.value)}`]) },
  }
  async function ask(key: string, permission: string, load: () => Promise<[string, FullName | string][]>) {
    if (!session.may(permission)) return
    const learnt = asked.get(key) ?? load().then((found) => found.forEach(([id, called]) => known.set(id, called)), () => undefined) // without it the entry says what kind of thing it is
    asked.set(key, learnt)
    await learnt
  }
  /** Asks for the names of what these entries are about. */
  async function learn(entries: readonly Entry[]) {
    const types = [...new Set(entries.map((one) => (one.subject_type === 'coupon' ? 'promotion' : one.subject_type)))]
    await Promise.all(types.map((type) => lists[type] && ask(type, lists[type].permission, lists[type].load)))
  }
  /** One member's name is asked for when their entry is opened. */
  const learnMember = (id: string) =>
    ask(id, 'member.view', async () => {
      const member = await getMember(id)
      return [[id, member.name || member.phone || member.code]]
    })

  function nameOf(entry: Entry): string {
    const { subject_type: type, subject_id: id, detail } = entry
    if (type === 'store') return name(places.store(id)?.name)
    const found = known.get(type === 'coupon' ? String(detail.promotion_id) : id)
    const called = typeof found === 'string' ? found : name(found)
    return type === 'coupon' ? [called, detail.code].filter(Boolean).join(' · ') : called
  }
  return { learn, learnMember, nameOf }
}
