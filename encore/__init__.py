"""The project: settings, addresses, processes. It knows every floor below it; no floor knows it."""

from encore.celery import app as celery_app

__all__ = ["celery_app"]
