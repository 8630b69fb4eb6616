"""What the room is made of: frozen values, no database."""
