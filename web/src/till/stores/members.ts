import { defineStore } from 'pinia'
import { shallowReactive, shallowRef } from 'vue'
import * as calls from '@/shared/api/calls'
import type { Member, MemberSettings, MemberTier, ValueAnswer } from '@/shared/api/types'
import { useSession } from './session'

/** Members as this tablet last heard of them, and the brand's rules for them. */
export const useMembers = defineStore('members', () => {
  const session = useSession()
  const cards = shallowReactive(new Map<string, Member>())
  const tiers = shallowRef<MemberTier[]>([])
  const rules = shallowRef<MemberSettings>({})
  let loading: Promise<void> | null = null

  function keep(member: Member): Member {
    cards.set(member.id, member)
    return member
  }
  const of = (memberId: string | null | undefined): Member | null => (memberId ? (cards.get(memberId) ?? null) : null)
  const tierOf = (member: Member): MemberTier | null => tiers.value.find((tier) => tier.id === member.tier_id) ?? null

  /** Under the id asked for, too: an order keeps naming a member who was merged since. */
  async function load(memberId: string): Promise<Member> {
    const member = keep(await calls.fetchMember(memberId))
    cards.set(memberId, member)
    return member
  }
  const find = async (word: string) => (await calls.findMembers(word)).members.map(keep)
  const join = async (who: calls.Joining, key: string) => keep(await calls.joinMember(who, key))

  async function recharge(member: Member, amount: number, tender: 'cash' | 'card', valueId: string): Promise<ValueAnswer> {
    const done = await calls.recharge(session.storeId, { value_id: valueId, member_id: member.id, amount, tender })
    keep({ ...(of(member.id) ?? member), balance: done.balance })
    return done
  }

  /** Tiers and rules, once for whoever is signed in. */
  function loadRules(): Promise<void> {
    loading ??= Promise.all([calls.fetchTiers(), calls.fetchMemberSettings()]).then(
      ([known, chosen]) => {
        tiers.value = known.tiers
        rules.value = chosen
      },
      (error: unknown) => {
        loading = null
        throw error
      },
    )
    return loading
  }

  /** Nobody reads of members after the one who looked them up has left. */
  function forget() {
    cards.clear()
    loading = null
  }

  return { cards, tiers, rules, of, tierOf, load, find, join, recharge, loadRules, forget }
})
