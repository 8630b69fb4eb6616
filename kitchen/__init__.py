"""Kitchen: stations, routing, tickets, screens and the pickup board."""
