"""What holds in the store room: pure functions on frozen values."""
