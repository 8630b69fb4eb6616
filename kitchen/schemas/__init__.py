"""The shapes of the kitchen's requests and answers."""
