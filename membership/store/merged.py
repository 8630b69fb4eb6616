"""How queries resolve a member who turned out to be another one (``merged_into``): the one place that says so in SQL.

The pointer is a single step: whoever was merged points at somebody who was not.
"""

# Whom an id means now. NULL when there was never such a member.
WHO = """(SELECT coalesce(w.merged_into, w.id) FROM membership_member w
    WHERE w.tenant_id = %(tenant_id)s AND w.id = %(member_id)s::uuid)"""
# A member and all who turned out to be them: journals and entries are never changed and keep whose they were.
FAMILY = """(SELECT w.id FROM membership_member w
    WHERE w.tenant_id = %(tenant_id)s AND (w.id = %(member_id)s::uuid OR w.merged_into = %(member_id)s::uuid))"""
