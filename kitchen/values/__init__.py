"""What the kitchen is made of: frozen values."""
