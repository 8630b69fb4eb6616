"""Names say what a thing is: words that say nothing are not used."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    "core",
    "accounts",
    "pos",
    "kitchen",
    "inventory",
    "membership",
    "integrations",
    "app",
    "bench",
    "tests",
)
BANNED = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "managers",
    "data",
    "process",
    "misc",
    "stuff",
}
FILES = sorted(
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "__pycache__" not in path.parts
)
PRODUCT = [path for path in FILES if path.relative_to(ROOT).parts[0] not in ("tests", "bench")]
# A role of the trade, not an empty word.
MEANT = {"store_manager", "franchise_manager"}


def words_of(name: str) -> set[str]:
    return set(re.split(r"[_\-.]", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))


def test_no_module_is_named_by_an_empty_word() -> None:
    named = [path for path in FILES if words_of(path.stem) & BANNED]
    folders = {path.parent for path in FILES if path.parent.name in BANNED}
    assert [str(path.relative_to(ROOT)) for path in (*named, *folders)] == []


def test_no_class_or_function_is_named_by_an_empty_word() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and words_of(node.name) & BANNED
        and node.name not in MEANT
    ]
    assert found == []


def test_every_module_and_public_name_says_its_promise() -> None:
    silent = []
    for path in PRODUCT:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            public = isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")  # type: ignore[attr-defined]
    assert silent == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "NotImplementedError"])
def test_nothing_is_left_for_later(word: str) -> None:
    mine = Path(__file__)
    found = [str(p.relative_to(ROOT)) for p in FILES if p != mine and word in p.read_text(encoding="utf-8")]
    assert found == []


EVERYTHING = {"Exception", "BaseException"}


def swallowed(source: str) -> list[int]:
    """The lines of handlers that catch every error and do nothing about it."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or EVERYTHING & {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)}
        )
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]


def test_no_error_is_swallowed() -> None:
    assert swallowed("try:\n    go()\nexcept (OSError, Exception):\n    # it is gone\n    pass\n") == [3]
    assert swallowed("try:\n    go()\nexcept OSError:\n    pass\n") == []
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in FILES
        for line in swallowed(path.read_text(encoding="utf-8"))
    ]
    assert found == []
