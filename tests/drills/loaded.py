"""Loaded once, by the server from which the processes of a drill are forked (see nursery.py)."""

import gc

import django

django.setup()

from deadlines.domain import handing_on, sweep  # noqa: E402, F401  # what drills run most

gc.freeze()
