"""The till's room: menu, set meals, prices, orders, checks, payments."""
