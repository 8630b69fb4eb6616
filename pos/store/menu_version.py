"""The number of a brand's latest menu write, and the line in which menu writes stand."""

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from core.sql import prepared
from core.uow import Unit
from pos.models.menu import MENU_VERSIONS, MenuVersion

_BUMP = prepared(
    insert(MenuVersion)
    .values(tenant_id=bindparam("tenant_id"), version=MENU_VERSIONS.next_value())
    .on_conflict_do_update(index_elements=["tenant_id"], set_={"version": MENU_VERSIONS.next_value()})
)


def bump_menu(unit: Unit) -> None:
    """Give the menu its next version. Do this before reading what a menu write depends on.

    The version's row stays locked until the commit, so that menu writes of one brand run one after the other, and what
    was checked still holds when it is written. Sent with the next read.
    """
    unit.write(_BUMP, tenant_id=unit.tenant_id)
