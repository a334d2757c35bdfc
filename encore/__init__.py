"""The project: settings, addresses, processes. It knows every floor below it; no floor knows it."""

import gc

# Loading the program makes a million things that stay; to look for rubbish among them after each 700 took a quarter of
# the start, and a tenth of the work afterwards.
gc.set_threshold(20_000, 20, 20)

from encore.celery import app as celery_app  # noqa: E402  # loading begins here

__all__ = ["celery_app"]
