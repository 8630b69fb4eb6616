"""Row-level security: the statements that bind a table to one tenant, for migrations and for the test that checks them."""

from core.database import APP_ROLE

TENANT = "nullif(current_setting('zaotai.tenant_id', true), '')::uuid"


def protect(table: str) -> list[str]:
    """SQL that forces row-level security on a tenant's table and grants the application role its use."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant_rows ON {table} USING (tenant_id = {TENANT}) WITH CHECK (tenant_id = {TENANT})",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}",
    ]


def append_only(table: str, *may_move: str) -> list[str]:
    """SQL that lets the application role add and read, and never change; but for the columns by which a row may move."""
    moves = [f"GRANT UPDATE ({', '.join(may_move)}) ON {table} TO {APP_ROLE}"] if may_move else []
    return [f"REVOKE UPDATE, DELETE ON {table} FROM {APP_ROLE}", *moves]


def owner_reads(table: str) -> list[str]:
    """SQL that lets the tables' owner read across tenants, for the few SECURITY DEFINER look-ups that must."""
    return [f"CREATE POLICY owner_reads ON {table} FOR SELECT TO current_user USING (true)"]
