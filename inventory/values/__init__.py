"""What the store room is made of: frozen values."""
