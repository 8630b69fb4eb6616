"""The shapes of the membership room."""
