"""The project as an app: brings management commands and the Celery application."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class EncoreConfig(AppConfig):
    """The top floor."""

    name = "encore"
    verbose_name = "Encore"

    def ready(self) -> None:
        """Register checks and the home page; make the folders without which the broker of files takes no message."""
        from encore import checks  # noqa: F401
        from encore.web import places

        places.connect()

        for name in ("data_folder_in", "control_folder"):
            if folder := settings.CELERY_BROKER_TRANSPORT_OPTIONS.get(name):
                Path(folder).mkdir(parents=True, exist_ok=True)
