"""What a photo is known by: its first bytes, whatever its name or its sender says."""

MOST_BYTES = 4 * 1024 * 1024


def media_type_of(content: bytes) -> str | None:
    """``image/jpeg``, ``image/png`` or ``image/webp`` by the bytes that each begins with; None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None
