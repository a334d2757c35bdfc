"""A brake on doors that need no account: so many tries in so many minutes, counted in the cache."""

from typing import Final

from django.core.cache import cache

WINDOW: Final = 600  # seconds


def too_many(what: str, who: object, *, most: int) -> bool:
    """Count one more try of ``who`` at ``what``; whether there were more than ``most`` within ten minutes."""
    key = f"tries:{what}:{who}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two lines
        return False
