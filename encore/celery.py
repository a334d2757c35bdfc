"""The Celery application: a wake-up for work that the database already knows of, and the two beats that are its net."""

import os
import warnings
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encore.settings")

# Celery's reason for it is that messages could carry code; ours are JSON and carry the number of a row at most.
warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")

TRANSPORT_ALIASES["folder"] = "encore.folder_broker:Transport"

app = Celery("encore")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# In other threads than the first, Celery would otherwise fall back to an application without settings.
app.set_default()


@worker_ready.connect
def say_ready(**_signal: Any) -> None:
    """Tell whoever started this worker, by the file named in CELERY_READY_FILE, that it now takes tasks."""
    if path := os.environ.get("CELERY_READY_FILE"):
        Path(path).touch()
