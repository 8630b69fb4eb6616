"""Every query of the store room."""
