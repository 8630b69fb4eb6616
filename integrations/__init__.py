"""What stands outside: it fills the houses' ports."""
