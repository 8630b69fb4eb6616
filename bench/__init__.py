"""Measures the product against bare bounds: `make bench`, one JSON object a line on stdout."""
