"""The spreadsheet over HTTP."""

import io
from typing import Any

from core.ids import new_id
from tests.support.accounts import Caller

CSV = "code,name_zh,name_en\nA1,牛肉面,Beef noodles\n".encode()


def send(caller: Caller, content: bytes | None, *, key: str | None = None, **form: str) -> Any:
    headers = {"Authorization": f"Bearer {caller.token}", "Idempotency-Key": key or str(new_id())}
    body: dict[str, Any] = dict(form)
    if content is not None:
        body["file"] = (io.BytesIO(content), "products.csv")
    return caller._client.post("/api/v1/menu/import", data=body, headers=headers)


def test_a_file_comes_in_once_however_often_it_is_sent(boss: Caller) -> None:
    dry = send(boss, CSV, dry_run="true")
    assert (dry.status_code, dry.json["created"]) == (200, 1)
    assert boss.get("/menu/products").json["items"] == []
    key = str(new_id())
    first, again = send(boss, CSV, key=key), send(boss, CSV, key=key)
    assert first.json == {"rows": 1, "created": 1, "updated": 0, "removed": 0, "errors": []}
    assert again.json == first.json
    assert [p["code"] for p in boss.get("/menu/products").json["items"]] == ["A1"]
    assert send(boss, CSV).json["created"] == 0


def test_errors_come_with_their_place(boss: Caller) -> None:
    answer = send(boss, b"code,name_zh,name_en\n,x,y\n")
    assert answer.status_code == 200
    (error,) = answer.json["errors"]
    assert (error["sheet"], error["row"], error["column"], error["code"]) == (
        "products",
        2,
        "code",
        "required",
    )


def test_a_request_without_a_file_is_refused(boss: Caller) -> None:
    assert send(boss, None).status_code == 422
    assert send(boss, CSV, dry_run="perhaps").status_code == 422
    assert boss.post("/menu/import", {"file": "x"}).status_code == 422


def test_only_who_may_imports_and_exports(manager: Caller, cashier: Caller, boss: Caller) -> None:
    for caller in (manager, cashier):
        assert send(caller, CSV).status_code == 403
    assert boss.get("/menu/products").json["items"] == []


def test_the_export_is_a_workbook(boss: Caller) -> None:
    send(boss, CSV)
    answer = boss.get("/menu/export.xlsx")
    assert answer.status_code == 200
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "menu.xlsx" in answer.headers["Content-Disposition"]
    headers = {"Authorization": f"Bearer {boss.token}", "Idempotency-Key": str(new_id())}
    body = {"file": (io.BytesIO(answer.data), "menu.xlsx")}
    again = boss._client.post("/api/v1/menu/import", data=body, headers=headers)
    assert (again.json["errors"], again.json["created"], again.json["updated"]) == ([], 0, 0)
