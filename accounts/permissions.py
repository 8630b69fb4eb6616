"""Everything that a role may allow, in words for the people who put roles together."""

PERMISSIONS: dict[str, dict[str, str]] = {
    "order.take": {"zh": "点单", "en": "Take orders"},
    "order.view": {"zh": "查看订单", "en": "See orders"},
    "order.void": {"zh": "退未下厨的菜", "en": "Void what is not fired yet"},
    "order.void_fired": {"zh": "退已下厨的菜", "en": "Void what is fired"},
    "order.comp": {"zh": "赠送", "en": "Give for free (comp)"},
    "order.refire": {"zh": "重做", "en": "Have it cooked again (refire)"},
    "order.backdate": {"zh": "补录以前的订单", "en": "Enter orders of days long past"},
    "payment.take": {"zh": "收款", "en": "Take payments"},
    "payment.refund": {"zh": "退款", "en": "Refund"},
    "shift.run": {"zh": "开班交班", "en": "Open and close shifts"},
    "day.close": {"zh": "日结", "en": "Close a day (Z report)"},
    "kitchen.view": {"zh": "查看后厨屏", "en": "See kitchen screens"},
    "kitchen.cook": {"zh": "后厨操作", "en": "Start and bump dishes"},
    "kitchen.edit": {"zh": "编辑后厨档口", "en": "Edit stations and routing"},
    "kitchen.report": {"zh": "查看出餐时间", "en": "See ticket times"},
    "menu.view": {"zh": "查看菜单", "en": "See the menu"},
    "menu.edit": {"zh": "编辑菜单和价格", "en": "Edit the menu and prices"},
    "menu.availability": {"zh": "估清", "en": "Mark dishes as sold out (86)"},
    "menu.import": {"zh": "导入菜单", "en": "Import a menu"},
    "store.view": {"zh": "查看门店", "en": "See stores"},
    "store.edit": {"zh": "编辑门店", "en": "Edit stores"},
    "terminal.enrol": {"zh": "登记终端", "en": "Enrol terminals"},
    "terminal.revoke": {"zh": "停用终端", "en": "Revoke terminals"},
    "staff.view": {"zh": "查看员工", "en": "See staff"},
    "staff.edit": {"zh": "编辑员工", "en": "Edit staff"},
    "role.edit": {"zh": "编辑角色", "en": "Edit roles"},
    "audit.view": {"zh": "查看操作记录", "en": "See the audit log"},
    "sales.view": {"zh": "查看营业数据", "en": "See sales figures"},
    "inventory.view": {"zh": "查看物料、配方和库存", "en": "See items, recipes and stock"},
    "inventory.edit": {"zh": "编辑物料和配方", "en": "Edit items and recipes"},
    "inventory.publish": {"zh": "发布配方和成本报告", "en": "Publish recipes and cost reports"},
    "inventory.stock": {"zh": "收货、调拨、报损", "en": "Receive, transfer and write off stock"},
    "inventory.count": {"zh": "盘点", "en": "Count stock"},
    "inventory.count_approve": {"zh": "审核盘点、关闭期间", "en": "Approve counts and close periods"},
    "inventory.report": {"zh": "查看食材成本差异", "en": "See food cost and its variance"},
}
ALL = frozenset(PERMISSIONS)

_FLOOR = {"order.take", "order.view", "order.void", "menu.view", "store.view", "kitchen.view"}
_STORE = _FLOOR | {
    "order.void_fired",
    "order.comp",
    "order.refire",
    "payment.take",
    "payment.refund",
    "shift.run",
    "day.close",
    "kitchen.cook",
    "kitchen.edit",
    "kitchen.report",
    "menu.availability",
    "terminal.enrol",
    "terminal.revoke",
    "staff.view",
    "staff.edit",
    "audit.view",
    "sales.view",
    "inventory.view",
    "inventory.stock",
    "inventory.count",
    "inventory.count_approve",
    "inventory.report",
}
# What a new brand starts with; head office may change all but the need for an administrator.
FIRST_ROLES: dict[str, tuple[dict[str, str], frozenset[str]]] = {
    "cashier": ({"zh": "收银员", "en": "Cashier"}, frozenset(_FLOOR | {"payment.take", "shift.run"})),
    "waiter": ({"zh": "服务员", "en": "Waiter"}, frozenset(_FLOOR)),
    "cook": (
        {"zh": "厨师", "en": "Cook"},
        frozenset(
            {
                "kitchen.view",
                "kitchen.cook",
                "menu.view",
                "menu.availability",
                "store.view",
                "inventory.view",
                "inventory.count",
            }
        ),
    ),
    "store_manager": ({"zh": "店长", "en": "Store manager"}, frozenset(_STORE)),
    "franchise_manager": ({"zh": "加盟商", "en": "Franchise manager"}, frozenset(_STORE | {"store.edit"})),
    "head_office": ({"zh": "总部", "en": "Head office"}, ALL),
}
# Who holds these two for the whole brand can bring everybody else back in.
ADMINISTRATOR = frozenset({"staff.edit", "role.edit"})
