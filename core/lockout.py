"""How wrong tries shut a door: five are free, then it stays shut for a time that doubles with each further one."""

FREE_TRIES = 5
FIRST_LOCK_SECONDS = 60
LONGEST_LOCK_SECONDS = 3600


def attempts_left(failed: int) -> int:
    """How many more wrong tries there are before the door shuts."""
    return max(0, FREE_TRIES - failed)


def lock_seconds(failed: int) -> int:
    """How long the door stays shut after so many wrong tries in a row."""
    if failed < FREE_TRIES:
        return 0
    doublings: int = min(failed - FREE_TRIES, 20)
    return min(FIRST_LOCK_SECONDS << doublings, LONGEST_LOCK_SECONDS)
