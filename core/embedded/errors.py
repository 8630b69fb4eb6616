"""How the embedded servers refuse."""


class EmbeddedError(RuntimeError):
    """The server cannot be had; the message says why and what to do."""
