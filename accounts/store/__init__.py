"""Every query of the accounts room."""
