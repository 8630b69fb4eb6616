"""Pure functions on frozen values: no session, no clock, no I/O."""
