"""Pure rules of signing in and of rights."""
