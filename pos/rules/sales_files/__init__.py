"""Reading files of past sales, as they come: what is wrong is told by file and line, and the rest is used."""

from pos.rules.sales_files.past_sales import FILES, read_past_sales

__all__ = ["FILES", "read_past_sales"]
