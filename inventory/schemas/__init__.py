"""What the store room is asked, and how it answers."""
