"""An example of each request that makes or does something, by the name of its shape: for the OpenAPI document.

tests/house/test_openapi.py holds that every such request has one, and that each fits its shape.
"""

from typing import Any

STORE = "01930a4e-7c00-7a10-8f00-000000000001"
DISH, SET_MEAL, SIDE = (f"01930a4e-7c00-7a10-8f00-00000000001{n}" for n in (1, 2, 3))
MODIFIER, COMPONENT, GROUP = (f"01930a4e-7c00-7a10-8f00-00000000002{n}" for n in (1, 2, 3))
TABLE, AREA, STATION = (f"01930a4e-7c00-7a10-8f00-00000000003{n}" for n in (1, 2, 3))
PERSON, ROLE, TICKET = (f"01930a4e-7c00-7a10-8f00-00000000004{n}" for n in (1, 2, 3))
LINE, OTHER_LINE, PAYMENT = (f"01930a4e-7c00-7a10-8f00-00000000005{n}" for n in (1, 2, 3))
ITEM, OTHER_ITEM, ITEM_CATEGORY = (f"01930a4e-7c00-7a10-8f00-00000000007{n}" for n in (1, 2, 3))
LOCATION, ENTRY = (f"01930a4e-7c00-7a10-8f00-00000000008{n}" for n in (1, 2))
REGION, SCREEN = (f"01930a4e-7c00-7a10-8f00-00000000006{n}" for n in (1, 2))


MEMBER, PROMOTION, VALUE = (f"01930a4e-7c00-7a10-8f00-00000000007{n}" for n in (1, 2, 3))


def _name(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


A_MEAL: list[dict[str, Any]] = [
    {"type": "open_order", "channel": "dine_in", "table_id": TABLE, "covers": 2},
    {
        "type": "add_line",
        "line_id": LINE,
        "product_id": DISH,
        "quantity": "1",
        "modifiers": [{"option_id": MODIFIER, "quantity": 1}],
        "seat": 1,
        "note": "少盐",
    },
    {
        "type": "add_line",
        "line_id": OTHER_LINE,
        "product_id": SET_MEAL,
        "quantity": "3",
        "components": [{"component_id": COMPONENT, "quantity": 1}],
        "course": 2,
        "hold": True,
    },
    {"type": "fire", "course": 1},
    {"type": "fire", "line_ids": [OTHER_LINE]},
    {"type": "pay", "payment_id": PAYMENT, "tender": "cash", "amount": 17880, "tendered": 20000},
]
STORE_FIELDS: dict[str, Any] = {
    "code": "SH-01",
    "name": _name("静安店", "Jing'an"),
    "timezone": "Asia/Shanghai",
    "day_cutoff": "04:00",
    "prices_include_tax": True,
    "rounding": {"unit": 10, "mode": "down", "scope": "cash"},
    "service_charge": {"percent": "10", "channels": ["dine_in"]},
}
EXAMPLES: dict[str, Any] = {
    # Signing in
    "Enrol": {"brand": "xiao-zao", "code": "7KQ4-M2XD", "name": "Till 1"},
    "TerminalToken": {"terminal_token": "ztt_…"},
    "PinSignIn": {"terminal_token": "ztt_…", "staff_id": PERSON, "pin": "4071"},
    "PasswordSignIn": {"brand": "xiao-zao", "email": "boss@example.com", "password": "correct horse battery"},
    "Refresh": {"refresh_token": "ztr_…"},
    "OwnPin": {"pin": "8264", "current_pin": "4071"},
    "OwnPassword": {"password": "another good one", "current_password": "correct horse battery"},
    # Head office
    "RegionNew": {"name": _name("华东", "East")},
    "RoleNew": {
        "name": _name("领班", "Shift leader"),
        "permissions": ["order.take", "order.view", "order.comp"],
    },
    "StoreNew": {**STORE_FIELDS, "currency": "CNY", "region_id": REGION},
    "EnrolmentCodeNew": {"uses": 3, "minutes": 60},
    "StaffNew": {
        "name": "王芳",
        "employee_no": "E1024",
        "locale": "zh-CN",
        "pin": "4071",
        "roles": [{"role_id": ROLE, "store_id": STORE}],
    },
    "StaffRoles": {"roles": [{"role_id": ROLE, "store_id": None}]},
    "Pin": {"pin": "8264"},
    "Password": {"password": "another good one"},
    # The menu
    "NewCategory": {"name": _name("面", "Noodles"), "color": "#b5532d", "sort": 1},
    "NewProduct": {
        "code": "T01",
        "name": _name("单人套餐", "Set for one"),
        "kind": "set_meal",
        "set_fixed": [{"product_id": SIDE, "quantity": 1}],
        "set_groups": [
            {
                "name": _name("主食", "Noodles"),
                "pick": 1,
                "options": [
                    {"product_id": DISH, "is_default": True},
                    {"product_id": SIDE, "upcharge": 300},
                ],
            }
        ],
    },
    "NewModifierGroup": {
        "name": _name("辣度", "Spice"),
        "min": 1,
        "max": 1,
        "options": [{"product_id": MODIFIER, "is_default": True}],
    },
    "NewPrice": {
        "product_id": DISH,
        "amount": 2680,
        "channel": "delivery",
        "weekdays": 31,
        "start_minute": 660,
        "end_minute": 840,
        "valid_from": "2026-12-01",
    },
    "NewTaxClass": {
        "name": _name("餐饮", "Food"),
        "rate": "6",
        "is_default": True,
        "overrides": [{"region_id": REGION, "rate": "3"}],
    },
    "NewSuggestion": {
        "trigger_product_id": DISH,
        "offer_product_id": SIDE,
        "text": _name("配一份凉菜", "A cold dish goes well"),
    },
    # The till
    "SetAvailability": {"product_id": DISH, "state": "countdown", "left": "12"},
    "NewArea": {"name": _name("大厅", "Hall")},
    "NewTable": {"area_id": AREA, "name": "A1", "seats": 4, "x": 120, "y": 80},
    "Commands": {"commands": A_MEAL},
    "OpenShift": {"opening_float": 50000},
    "MoveCash": {"kind": "paid_out", "amount": 3500, "reason": "冰块"},
    "CloseShift": {"counted": 182350},
    # The store room
    "NewItemCategory": {"name": _name("肉类", "Meat"), "sort": 1},
    "NewItem": {
        "code": "M-POTATO",
        "name": _name("土豆", "Potatoes"),
        "stock_unit": "kg",
        "category_id": ITEM_CATEGORY,
        "yield_rate": "0.85",
        "tolerance_percent": "5",
        "units": [
            {"unit": "袋", "quantity": "25", "of_unit": "kg", "is_purchase": True, "barcode": "6901234567892"}
        ],
    },
    "NewStandardPrice": {"price": "4", "valid_from": "2026-11-01"},
    "NewRecipe": {"product_id": DISH, "code": "D02", "name": _name("土豆丝", "Shredded potatoes")},
    "NewRecipeVersion": {
        "batch": "1",
        "lines": [
            {"item_id": ITEM, "quantity": "255", "unit": "g", "yield_rate": "0.85"},
            {
                "item_id": OTHER_ITEM,
                "quantity": "10",
                "unit": "g",
                "substitutes": [{"item_id": ITEM, "ratio": "1.1"}],
            },
        ],
    },
    "PublishRecipe": {"valid_from": "2026-12-01T04:00:00+08:00"},
    "NewLocation": {"name": _name("冷库", "Cold room"), "item_ids": [ITEM, OTHER_ITEM]},
    "LocationOrder": {"location_ids": [LOCATION]},
    "SetPars": {"pars": [{"item_id": ITEM, "par": "60", "reorder": "20"}]},
    "NewDocument": {
        "kind": "receipt",
        "supplier": "城西农贸",
        "reference": "SX-20261121-07",
        "lines": [
            {
                "item_id": ITEM,
                "quantity": "5",
                "unit": "袋",
                "unit_price": "104",
                "invoiced_quantity": "5",
                "lot": {"code": "1121A", "expires_on": "2026-12-05"},
                "location_id": LOCATION,
            }
        ],
    },
    "Ship": {"at": "2026-11-21T15:30:00+08:00"},
    "Receive": {"lines": [{"line_no": 1, "quantity": "1.9"}]},
    "ClosePeriod": {"ends_on": "2026-10-31"},
    "NewCount": {"kind": "full", "at": "2026-11-22T02:00:00+08:00"},
    "NewCountEntries": {
        "entries": [
            {
                "id": ENTRY,
                "item_id": ITEM,
                "location_id": LOCATION,
                "quantity": "10.14",
                "unit": "kg",
                "counted_at": "2026-11-22T02:40:00+08:00",
            }
        ]
    },
    "Recount": {"item_ids": [ITEM]},
    # Members
    "MemberJoins": {"phone": "13800001234", "name": "王芳", "birthday": {"month": 5, "day": 18}},
    "NewTier": {"name": _name("金卡", "Gold"), "from_amount": 100000, "points_bp": 15000},
    "MemberSettings": {
        "points_per": 100,
        "recharge_plans": [{"amount": 50000, "bonus": 10000}],
        "bonus_hq_percent": 60,
    },
    "NewPromotion": {
        "name": _name("满100减10", "10 off 100"),
        "state": "active",
        "terms": {
            "lane": 3,
            "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 10000, "value": 1000}]},
            "conditions": {"weekdays": 31, "channels": ["dine_in"]},
            "caps": {"total": 1000, "per_member": 1},
        },
    },
    "DraftTerms": {"terms": {"lane": 3, "benefit": {"kind": "amount_off", "amount": 500}}},
    "WhatIf": {
        "terms": {"lane": 3, "benefit": {"kind": "amount_off", "amount": 500}},
        "from": "2026-10-01",
        "to": "2026-10-31",
    },
    "NewCampaign": {
        "name": _name("老客召回", "Come back"),
        "promotion_id": PROMOTION,
        "audience": {"segments": ["sleeping"], "consenting_only": True},
        "repeats": "daily",
        "state": "scheduled",
        "coupon_days": 14,
    },
    "AskedAudience": {"audience": {"segments": ["sleeping"], "spent_from": 50000}},
    "AskedBrand": {"brand": "lao-chengdu"},
    "PhoneJoins": {"brand": "lao-chengdu", "phone": "13800001234", "agrees_to": ["marketing"]},
    "Issue": {"member_ids": [MEMBER], "expires_at": "2026-12-31T15:59:59Z"},
    "Cart": {
        "channel": "dine_in",
        "member_id": MEMBER,
        "lines": [{"id": LINE, "product_id": DISH, "quantity": "2", "unit_price": 2680}],
    },
    "Recharge": {"value_id": VALUE, "member_id": MEMBER, "amount": 50000, "tender": "cash"},
    "Spend": {"value_id": VALUE, "member_id": MEMBER, "amount": 24000},
    "ValueRefund": {"value_id": VALUE, "original_id": PAYMENT, "amount": 6000},
    "QuotaAsk": {"quota_id": VALUE, "member_id": MEMBER, "amount": 20000},
    "PageLinkToken": {"token": "ztl_AZMKTnwA"},
    "PageToken": {"page_token": "ztp_AZMKTnwA"},
    "PagePin": {"page_token": "ztp_AZMKTnwA", "pin": "4071"},
    "PageConsent": {"page_token": "ztp_AZMKTnwA", "agrees_to": ["marketing"]},
    "ValuePin": {"pin": "4071"},
    "NewEntity": {"name": _name("面馆有限公司", "Noodles Ltd")},
    "StoreEntity": {"entity": "hq"},
    "Period": {"from": "2026-11-01", "to": "2026-11-30"},
    "Merge": {"other_id": LINE},
    "Withdrawal": {"value_id": VALUE, "member_id": MEMBER},
    # The kitchen
    "NewStation": {"name": _name("面档", "Noodles"), "is_default": True, "ack_seconds": 15},
    "NewRoute": {"station_id": STATION, "product_id": DISH, "channel": "delivery"},
    "Divert": {"to": STATION, "move_open": True},
    "Hear": {"screen_id": SCREEN, "name": "Wok 1", "acked_seq": 1042},
    "CookCommands": {"commands": [{"type": "bump", "ticket_ids": [TICKET]}]},
    # Food cost
    "NewFoodCostReport": {"from": "2026-11-16", "to": "2026-11-22"},
    "YieldTest": {"gross": "100", "net": "84", "note": "新到的土豆"},
    "FoodBudget": {
        "day": "2026-11-01",
        "portions": [
            {"product_id": DISH, "portions": "0.6", "price": 3800},
            {"product_id": SIDE, "portions": "0.4", "price": 1800},
        ],
    },
    "InventorySettings": {"costing": "periodic", "tolerance_percent": "5"},
}
