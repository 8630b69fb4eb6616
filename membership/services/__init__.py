"""The use-cases of the membership room."""
