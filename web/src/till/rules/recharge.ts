import type { MemberSettings } from '@/shared/api/types'

type Plan = NonNullable<MemberSettings['recharge_plans']>[number]

/** The plans as keys, the smallest first. */
export const rechargePlans = (rules: MemberSettings): Plan[] => [...(rules.recharge_plans ?? [])].sort((a, b) => a.amount - b.amount)

/** What an amount brings on top: the bonus of the largest plan that it reaches. In minor units, as the server reckons. */
export const bonusOf = (rules: MemberSettings, amount: number): number => rechargePlans(rules).findLast((plan) => plan.amount <= amount)?.bonus ?? 0
