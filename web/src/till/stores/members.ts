import { defineStore } from 'pinia'
import { shallowReactive, shallowRef } from 'vue'
import * as calls from '@/shared/api/calls'
import { mayTryAgain } from '@/shared/api/problem'
import type { ByHand, Member, MemberSettings, MemberTier, ValueAnswer } from '@/shared/api/types'
import { readKept } from '@/shared/terminalSession'
import { useSession } from './session'

const ASKED = 'zaotai.recharges'

/** A recharge as it was asked for; under its id it is done once, however often it is sent. */
export interface AskedRecharge {
  valueId: string
  amount: number
  tender: ByHand
}

const keptRecharges = () => readKept<[string, AskedRecharge][]>(localStorage, ASKED) ?? []

/** Members as this tablet last heard of them, and the brand's rules for them. */
export const useMembers = defineStore('members', () => {
  const session = useSession()
  const cards = shallowReactive(new Map<string, Member>())
  const tiers = shallowRef<MemberTier[]>([])
  const rules = shallowRef<MemberSettings>({})
  let loading: Promise<void> | null = null
  /** Recharges whose answer has not come, by member: they may have been taken. Kept over a power cut, for money hangs on them. */
  const unanswered = shallowReactive(new Map(keptRecharges()))

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

  function expectAnswer(memberId: string, asked: AskedRecharge | null) {
    if (asked) unanswered.set(memberId, asked)
    else unanswered.delete(memberId)
    const others = keptRecharges().filter(([id]) => id !== memberId) // another tab's, too
    localStorage.setItem(ASKED, JSON.stringify(asked ? [...others, [memberId, asked]] : others))
  }

  async function recharge(member: Member, asked: AskedRecharge): Promise<ValueAnswer> {
    expectAnswer(member.id, asked)
    const { valueId: value_id, amount, tender } = asked
    const done = await calls.recharge(session.storeId, { value_id, member_id: member.id, amount, tender }).catch((error: unknown) => {
      if (!mayTryAgain(error)) expectAnswer(member.id, null)
      throw error
    })
    expectAnswer(member.id, null)
    keep({ ...(of(member.id) ?? member), balance: done.balance })
    return done
  }

  /** The guest has the money back: it is not sent again, and the balance says whether it was taken. */
  async function dropRecharge(member: Member): Promise<void> {
    await load(member.id)
    expectAnswer(member.id, null)
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

  return { cards, tiers, rules, unanswered, of, tierOf, load, find, join, recharge, dropRecharge, loadRules, forget }
})
