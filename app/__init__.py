"""The only room that sees all others: it puts them together."""
