"""Pure rules of the kitchen: routing, states, pacing, the difference between what is and what should be."""
