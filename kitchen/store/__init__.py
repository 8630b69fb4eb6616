"""Every query of the kitchen."""
