import type { Member } from '@/shared/api/types'

/** What a member can pay with: principal and bonus, in minor units. */
export const balanceOf = (member: Member): number => member.balance.principal + member.balance.bonus

/** What a cashier calls them: the name, or the phone number as far as it may be seen. */
export const memberName = (member: Member): string => member.name || member.phone || member.card_no || member.code

/** A Chinese mobile number is complete: it is looked up without another key. */
export const isWholeNumber = (word: string): boolean => /^1[3-9]\d{9}$/.test(word)

/** What somebody who is not known could join with. */
export const looksLikePhone = (word: string): boolean => /^\+?\d[\d -]{5,17}$/.test(word)
