"""What printers are sent, read back; and which addresses nobody may use."""

from pathlib import Path

import pytest

from core.paper import Paper, Row, Rule, as_html, as_text, lay_out, width
from integrations.printers import PrinterAway, Printers
from tests.support.escpos import parse
from tests.support.printer import NetworkPrinter
from tests.support.waiting import wait_until

PAPER = Paper(
    (
        Row("#12", right="A3", scale=2, bold=True),
        Rule(),
        Row("2x 鱼香肉丝 (大份)", tall=True, bold=True),
        Row("+ 不要葱", indent=4),
        Row(),
    )
)


@pytest.fixture
def printers(tmp_path: Path) -> Printers:
    return Printers(tmp_path)


def test_the_bytes_say_what_the_paper_says(printers: Printers) -> None:
    (lines,) = parse(printers.escpos(PAPER)).papers
    assert [line.text for line in lines] == as_text(PAPER).splitlines()
    assert [(line.wide, line.high, line.bold) for line in lines] == [
        (True, True, True),
        (False, False, False),
        (False, True, True),
        (False, False, False),
        (False, False, False),
    ]


def test_what_the_printers_font_lacks_is_replaced_and_control_codes_do_nothing(printers: Printers) -> None:
    row = Row("Jalapeño 😀 \x1bp0 café 𠮷")
    (lines,) = parse(printers.escpos(Paper((row,)))).papers
    assert lines[0].text == "Jalapeno ? ?p0 café ?"


def test_accents_of_their_own_and_signs_of_several_parts_take_the_room_that_they_print(
    printers: Printers,
) -> None:
    row = Row("Cafe\u0301 Jalapen\u0303o 👨\u200d🍳 x\u0338", right="\u2764\ufe0f")
    (lines,) = parse(printers.escpos(Paper((row,)))).papers
    assert lines[0].text == "Café Jalapeno ?? x".ljust(40) + "?"  # é stands in the Chinese font: two columns


def test_every_line_fits_and_nothing_is_lost() -> None:
    text = "宫保鸡丁 with peanuts and a name-that-does-not-fit-into-one-line-of-this-paper-at-all 加辣"
    for scale in (1, 2):
        lines = lay_out(Row(text, right="x 12", scale=scale, indent=3))
        assert all(width(line) * scale <= 42 for line in lines)
        assert "".join("".join(lines).split()) == "".join(f"{text}x12".split())


def test_html_shows_markup_as_text() -> None:
    assert "<b>&" not in as_html(Paper((Row("<b>&"),), title="<x>"))
    assert "&lt;b&gt;&amp;" in as_html(Paper((Row("<b>&"),)))


@pytest.mark.parametrize(
    "address",
    [
        "tcp://host:22",
        "tcp://host:99999",
        "tcp://",
        "tcp://host:9100/path",
        "http://host:9100",
        "file:///etc/passwd",
        "file://host/etc/x",
        "file:relative",
        "host:9100",
        "",
        "tcp://kitchen printer:9100",
        "tcp://host\t:9100",
        "tcp://ho\nst:9100",
        "tcp://192.168.1.256:9100",
        "tcp://192.168.1:9100",
        "tcp://192.168.1.50.9:9100",
        "tcp://-host:9100",
        "tcp://a..b:9100",
        "tcp://打印机:9100",
        "tcp://somebody@host:9100",
        "tcp://host:",
        "tcp://[::g]:9100",
        "tcp://[fe80::1%eth0]:9100",
        f"tcp://{'a' * 64}:9100",
    ],
)
def test_an_address_that_is_no_printers_is_refused_and_not_used(printers: Printers, address: str) -> None:
    assert printers.fault(address)
    with pytest.raises(PrinterAway):
        printers.send(address, b"x")


@pytest.mark.parametrize(
    "address",
    [
        "tcp://192.168.1.50:9100",
        " tcp://192.168.1.50:9100\n",
        "tcp://wok-printer",
        "tcp://Wok_2.shop.local:9101/",
        "tcp://printer.shop.local.:9100",
        "tcp://[2001:db8::50]:9100",
    ],
)
def test_hosts_by_name_and_by_address_are_printers(printers: Printers, address: str) -> None:
    assert printers.fault(address) is None


def test_a_path_that_leaves_the_folder_is_refused(printers: Printers, tmp_path: Path) -> None:
    assert printers.fault(f"file://{tmp_path}/../elsewhere")
    (tmp_path / "link").symlink_to("/etc")
    assert printers.fault(f"file://{tmp_path}/link/passwd")


def test_slips_are_added_to_a_file(printers: Printers, tmp_path: Path) -> None:
    address = f"file://{tmp_path}/wok/slips"
    assert printers.fault(address) is None
    for _ in range(2):
        printers.send(address, printers.escpos(PAPER))
    assert len(parse((tmp_path / "wok" / "slips").read_bytes()).papers) == 2


def test_a_slip_goes_over_the_network(printers: Printers) -> None:
    with NetworkPrinter() as printer:
        printers.send(printer.address, printers.escpos(PAPER))
        wait_until(lambda: printer.got, what="the slip")
    assert printer.got == [printers.escpos(PAPER)]


def test_a_printer_that_is_off_is_away(printers: Printers) -> None:
    with NetworkPrinter() as printer:
        address = printer.address
    with pytest.raises(PrinterAway):
        printers.send(address, b"x")
