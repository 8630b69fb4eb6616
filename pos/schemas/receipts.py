"""How a receipt is asked for."""

from core.schemas import Choice, Id, Shape


class ReceiptArgs(Shape):
    """Of which check (the first, when left out), and how."""

    check_id = Id()
    format = Choice("text", "html", "escpos", load_default="html")
    language = Choice("zh", "en", load_default="zh")
