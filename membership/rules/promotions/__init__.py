"""The promotion engine: lanes, groups, exclusivity, units, the best deal, its allocation and its explanation."""
