"""Use-cases of the kitchen."""
