"""A transaction ends where it began: core/uow.py speaks to the database, the doors in core/ speak to the unit."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("core", "accounts", "pos", "kitchen", "inventory", "membership", "integrations", "app")
ENDS_A_TRANSACTION = {"commit", "rollback"}


def endings(source: str) -> list[tuple[int, str]]:
    """Where something is committed or rolled back: the line, and what it is called on."""
    return [
        (node.lineno, ast.unparse(node.func.value))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ENDS_A_TRANSACTION
    ]


def is_allowed(path: Path, called_on: str) -> bool:
    """A door commits its unit: the edge and the outbox in core/, the commands in app/; no room between them commits at all.

    Migrations stand outside: they run before there is a unit, on a connection of their own.
    """
    if path in (Path("core/uow.py"), Path("app/database.py")):
        return True
    return path.parts[0] in ("core", "app") and called_on == "unit"


def test_only_the_ground_floor_ends_a_transaction() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {called_on}"
        for package in PRODUCT
        for path in sorted((ROOT / package).rglob("*.py"))
        for line, called_on in endings(path.read_text(encoding="utf-8"))
        if not is_allowed(path.relative_to(ROOT), called_on)
    ]
    assert found == []


def test_a_service_that_commits_is_found() -> None:
    assert endings("def pay(unit):\n    unit.session.commit()\n") == [(2, "unit.session")]
    assert not is_allowed(Path("pos/services/payments.py"), "unit")
    assert not is_allowed(Path("core/edge.py"), "connection")
