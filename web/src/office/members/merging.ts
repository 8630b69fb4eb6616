import type { Member } from '../api/members'

/** What the member who stays will have, as far as it can be said before it is done. */
export function together(kept: Member, other: Member) {
  return {
    name: kept.name ?? other.name,
    phone: kept.phone ?? other.phone,
    card_no: kept.card_no ?? other.card_no,
    birthday: kept.birthday ?? other.birthday,
    joined_at: kept.joined_at < other.joined_at ? kept.joined_at : other.joined_at,
    visits: kept.visits + other.visits,
    points: kept.points + other.points,
    balance: { principal: kept.balance.principal + other.balance.principal, bonus: kept.balance.bonus + other.balance.bonus },
    coupons: kept.coupons.length + other.coupons.length,
    // With the other's number only what both agreed to: nobody is written to at a number that did not agree.
    agrees_to: kept.phone ? kept.agrees_to : kept.agrees_to.filter((purpose) => other.agrees_to.includes(purpose)),
  }
}
