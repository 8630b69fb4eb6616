import { useI18n } from 'vue-i18n'
import { useSpeech } from '@/shared/i18n'
import type { AuditEntry, FullName } from '../api/accounts'
import { usePlaces } from '../places/places'
import { useSession } from '../session'
import { momentText } from '../ui/time'

export const SUBJECTS = [
  'area',
  'brand',
  'campaign',
  'category',
  'clearing',
  'count',
  'coupon',
  'inventory_document',
  'item',
  'legal_entity',
  'member',
  'menu',
  'modifier_group',
  'order',
  'price',
  'product',
  'promotion',
  'recipe',
  'region',
  'role',
  'settings',
  'shift',
  'staff',
  'station',
  'store',
  'suggestion',
  'table',
  'tax_class',
  'terminal',
  'tier',
] as const

/** The acts that people look for. */
export const ACTS = [
  'order.void',
  'order.comp',
  'payment.refund',
  'order.cancel',
  'order.write_off',
  'order.refire',
  'order.discount',
  'order.discount_back',
  'promotion.create',
  'promotion.change',
  'coupon.issue',
  'coupon.void',
  'campaign.create',
  'campaign.change',
  'member.change',
  'member.import',
  'member.export',
  'member.merge',
  'member.erase',
  'member.settings',
  'value.withdraw',
  'value.pin',
  'value.proof_locked',
  'value.close',
  'price.create',
  'price.change',
  'price.remove',
  'product.create',
  'product.change',
  'product.archive',
  'menu.import',
  'availability.set',
  'staff.add',
  'staff.roles',
  'staff.pin',
  'staff.password',
  'staff.sign_in',
  'staff.pin_locked',
  'staff.password_locked',
  'role.change',
  'store.change',
  'terminal.code',
  'terminal.enrol',
  'terminal.enrol_again',
  'terminal.revoke',
] as const

const MONEY = new Set(['amount', 'bears', 'bonus', 'counted', 'expected', 'float', 'most', 'principal', 'total'])
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** Acts and their details in the reader's words. */
export function useAuditWords() {
  const { te } = useI18n({ useScope: 'global' })
  const { t, name, money, locale, list } = useSpeech()
  const places = usePlaces()
  const session = useSession()

  const subject = (type: string) => (te(`audit.subjects.${type}`) ? t(`audit.subjects.${type}`) : type)
  function action(code: string): string {
    const special = `audit.acts.${code.replaceAll('.', '_')}`
    if (te(special)) return t(special)
    const [type = '', verb = ''] = code.split('.')
    return te(`audit.verb.${verb}`) ? t('audit.pattern', { subject: subject(type), verb: t(`audit.verb.${verb}`) }) : code
  }

  const isName = (value: unknown): value is FullName => typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
  function value(one: unknown, zone?: string): string {
    if (one === null || one === undefined || one === '') return '–'
    if (typeof one === 'boolean') return t(one ? 'act.yes' : 'act.no')
    if (isName(one)) return name(one)
    if (typeof one === 'string' && MOMENT.test(one)) return momentText(one, locale.value, zone)
    if (typeof one === 'string' && te(`audit.values.${one}`)) return t(`audit.values.${one}`)
    if (Array.isArray(one)) return list(one.map((each) => value(each, zone))) || '–'
    return typeof one === 'object' ? JSON.stringify(one) : String(one)
  }
  const field = (key: string) => (te(`audit.fields.${key}`) ? t(`audit.fields.${key}`) : te(`product.${key}`) ? t(`product.${key}`) : key)
  /** A change is kept as [before, after]. */
  const isChange = (key: string, one: unknown): one is [unknown, unknown] => key !== 'fields' && key !== 'options' && Array.isArray(one) && one.length === 2
  /** Amounts are minor units of the store's currency, or the brand's. */
  function shown(key: string, one: unknown, storeId: string | null): string {
    if (key === 'fields' && Array.isArray(one)) return list(one.map((name) => field(String(name))))
    if (key === 'percent_bp') return `${Number(one) / 100}%`
    const isMoney = MONEY.has(key) && typeof one === 'number'
    return isMoney ? money(one, places.store(storeId)?.currency ?? session.currency) : value(one, places.store(storeId)?.timezone)
  }
  function entry(key: string, one: unknown, storeId: string | null): string {
    const text = isChange(key, one) ? `${shown(key, one[0], storeId)} → ${shown(key, one[1], storeId)}` : shown(key, one, storeId)
    return `${field(key)}: ${text}`
  }
  /** What people read of a record: ids say nothing to them, nor does the one of amount and percent that was not used. */
  const told = (detail: AuditEntry['detail']) =>
    Object.entries(detail).filter(([key, one]) => one !== null && one !== '' && !UUID.test(String(one)) && !(one === 0 && (key === 'amount' || key === 'percent_bp')))
  /** The same on one line. */
  function short({ detail, store_id }: Pick<AuditEntry, 'detail' | 'store_id'>, longest = 140): string {
    const text = told(detail).map(([key, one]) => entry(key, one, store_id)).join(' · ')
    return text.length > longest ? `${text.slice(0, longest)}…` : text
  }
  return { action, subject, short, told, field, shown, isChange }
}
