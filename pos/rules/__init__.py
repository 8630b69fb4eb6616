"""Pure rules on frozen values: prices, shares, bills, refunds. No session, no clock, no I/O."""
