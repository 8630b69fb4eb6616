"""A rush to watch: a real day of the Pizza Place at any speed, through real tills' requests, with simulated cooks."""
