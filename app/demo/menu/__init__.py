"""The noodle chain's menu."""

from app.demo.menu.making import make_menu

__all__ = ["make_menu"]
