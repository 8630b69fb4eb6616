"""What is printed, before it is known where: rows of text, as a printer, a preview and a test all read them."""

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = 42


@dataclass(frozen=True, slots=True)
class Row:
    """A row: ``text`` on the left, ``right`` flush right. ``scale`` 2 is twice as wide and high; ``tall`` twice as high.

    ``indent`` counts in columns, and holds for what is wrapped, too.
    """

    text: str = ""
    right: str = ""
    scale: int = 1
    tall: bool = False
    bold: bool = False
    centred: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A slip or a receipt, cut off at its end."""

    rows: tuple[Row | Rule, ...]
    title: str = ""


def width(text: str) -> int:
    """How many columns a text takes: Chinese characters and full-width signs take two."""
    return sum(0 if unicodedata.combining(c) else 2 if _is_wide(c) else 1 for c in text)


def lay_out(row: Row | Rule, columns: int = COLUMNS) -> list[str]:
    """The row as lines that fit; what is too long goes on in the next line, and ``right`` stands in the last."""
    if isinstance(row, Rule):
        return ["-" * columns]
    room = columns // row.scale
    lines = [" " * row.indent + line for line in _wrap(row.text, room - row.indent)]
    if row.right:
        if width(lines[-1]) + 1 + width(row.right) > room:
            lines.append("")
        lines[-1] += " " * (room - width(lines[-1]) - width(row.right)) + row.right
    if row.centred:
        lines = [" " * ((room - width(line)) // 2) + line for line in lines]
    return lines


def as_text(paper: Paper, columns: int = COLUMNS) -> str:
    """The paper as plain text; large print is not to be seen."""
    return "\n".join(line.rstrip() for row in paper.rows for line in lay_out(row, columns)) + "\n"


def as_html(paper: Paper) -> str:
    """The paper as a page of its own, to look at or to print from a browser."""
    body = "".join(_html_row(row) for row in paper.rows)
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8">'
        f"<title>{html.escape(paper.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


_STYLE = (
    "body{margin:0;background:#eee}main{width:80mm;margin:1em auto;padding:4mm;background:#fff;color:#000;"
    "font:13px/1.4 ui-monospace,'Noto Sans Mono CJK SC','Microsoft YaHei',monospace}"
    "p{display:flex;justify-content:space-between;gap:1em;margin:0;min-height:1.4em;overflow-wrap:anywhere}"
    ".c{justify-content:center;text-align:center}.b{font-weight:bold}.t,.s{font-size:1.7em}"
    "p>span+span{white-space:nowrap}hr{border:0;border-top:1px dashed #000}"
    "@media print{body{background:none}main{margin:0;padding:0}}"
)


def _html_row(row: Row | Rule) -> str:
    if isinstance(row, Rule):
        return "<hr>"
    marks = (("c", row.centred), ("b", row.bold), ("t", row.tall), ("s", row.scale > 1))
    classes = " ".join(name for name, holds in marks if holds)
    right = f"<span>{html.escape(row.right)}</span>" if row.right else ""
    left = f'<span style="padding-left:{row.indent}ch">{html.escape(row.text)}</span>'
    return f'<p class="{classes}">{left}{right}</p>'


def _is_wide(character: str) -> bool:
    # "A" (ambiguous: ×, é) is wide where the font is Chinese, which is where alignment matters: on the printer.
    return unicodedata.east_asian_width(character) in ("W", "F", "A")


def _wrap(text: str, room: int) -> list[str]:
    """Break where a space or a wide character allows, else anywhere."""
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if width(line) + width(word.rstrip()) <= room:
            line += word
            continue
        if line:
            lines.append(line.rstrip())
        line = ""
        for character in word:
            if width(line) + width(character) > room:
                lines.append(line)
                line = ""
            line += character
    return [*lines, line.rstrip()]


def _words(text: str) -> Sequence[str]:
    words: list[str] = []
    joins = False
    for character in text:
        wide = _is_wide(character)
        if words and joins and not wide:
            words[-1] += character
        else:
            words.append(character)
        joins = not wide and character != " "
    return words
