"""What the membership room is made of: frozen values that rules read and yield."""
