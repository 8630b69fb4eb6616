"""Use-cases: authorise, load, ask a rule, write, record an event."""
