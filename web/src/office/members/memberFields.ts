import type { Agreement, Member } from '../api/members'

/** What a form changes of a member; empty texts mean that nothing is known. */
export interface MemberFields {
  phone: string
  card_no: string
  name: string
  birthday: { month: number; day: number } | null
  tier_id: string | null
  agrees_to: Agreement[]
}
export const NOBODY: MemberFields = { phone: '', card_no: '', name: '', birthday: null, tier_id: null, agrees_to: [] }

export const fieldsOf = ({ phone, card_no, name, birthday, tier_id, agrees_to }: Member): MemberFields => ({
  phone: phone ?? '',
  card_no: card_no ?? '',
  name: name ?? '',
  birthday: birthday ? { month: birthday.month, day: birthday.day } : null,
  tier_id,
  agrees_to: agrees_to as Agreement[],
})

/** As the API takes it. */
export function sentOf(fields: Partial<MemberFields>) {
  const { phone, card_no, name, ...rest } = fields
  return { ...rest, ...(phone !== undefined && { phone: phone || null }), ...(card_no !== undefined && { card_no: card_no || null }), ...(name !== undefined && { name: name || null }) }
}
