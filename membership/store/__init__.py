"""Every query of the membership room."""
