"""Members who are likely to be one guest: those with an equal key, found by one sort of the keys, never by comparing all with all."""

from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit

# Each with the earliest of the same key; of several such, with whom they have most in common.
_LIKELY = Prepared(
    r"""WITH said AS (
        SELECT m.id, k.reason, k.key FROM membership_member m CROSS JOIN LATERAL (VALUES
            ('phone', regexp_replace(ltrim(regexp_replace(m.phone, '\D', '', 'g'), '0'), '^86(?=1\d{10}$)', '')),
            ('card', ltrim(upper(regexp_replace(m.card_no, '[^[:alnum:]]', '', 'g')), '0')),
            ('name_and_birthday', lower(regexp_replace(m.name, '\s', '', 'g')) || m.born_month || '-' || m.born_day)
        ) AS k(reason, key)
        WHERE m.tenant_id = %(tenant_id)s AND m.erased_at IS NULL AND m.merged_into IS NULL AND k.key <> ''),
    pairs AS (
        SELECT id AS other_id, reason, first_value(id) OVER (PARTITION BY reason, key ORDER BY id) AS member_id FROM said),
    best AS (
        SELECT DISTINCT ON (other_id) other_id, member_id, array_agg(reason ORDER BY reason) AS reasons FROM pairs
        WHERE member_id <> other_id AND (%(after)s::uuid IS NULL OR other_id < %(after)s::uuid)
        GROUP BY other_id, member_id ORDER BY other_id DESC, count(*) DESC, member_id LIMIT %(limit)s)
    SELECT b.reasons, m.id, m.name, m.phone, m.card_no, m.code, m.joined_on, m.visits,
        o.id AS other_id, o.name AS other_name, o.phone AS other_phone, o.card_no AS other_card_no, o.code AS other_code,
        o.joined_on AS other_joined_on, o.visits AS other_visits
    FROM best b
    JOIN membership_member m ON m.tenant_id = %(tenant_id)s AND m.id = b.member_id
    JOIN membership_member o ON o.tenant_id = %(tenant_id)s AND o.id = b.other_id
    ORDER BY b.other_id DESC""",
    {},
)


def list_likely(unit: Unit, after: UUID | None, limit: int) -> list[Any]:
    """Likely pairs with why, the one who joined last first; ``after``: the other of the last one seen."""
    return unit.fetch_all(_LIKELY, tenant_id=unit.tenant_id, after=after, limit=limit)
