"""The use-cases of the accounts room."""
