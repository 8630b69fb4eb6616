"""A transaction ends where it began: in core/uow.py, and nowhere else."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("core", "accounts", "pos", "kitchen", "inventory", "membership", "app")
ENDS_A_TRANSACTION = {"commit", "rollback"}


def calls_that_end_a_transaction(source: str) -> list[int]:
    """Line numbers of `x.commit()` and `x.rollback()`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ENDS_A_TRANSACTION
    ]


def test_only_the_unit_of_work_commits_or_rolls_back() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for package in PRODUCT
        for path in sorted((ROOT / package).rglob("*.py"))
        if path != ROOT / "core" / "uow.py"
        for line in calls_that_end_a_transaction(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_search_sees_a_commit() -> None:
    assert calls_that_end_a_transaction("def f(s):\n    s.commit()\n") == [2]
