"""The app of the ground floor."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Registers refusals, start-up checks and the tables whose rows are sealed."""

    name = "foundation"
    label = "foundation"
    verbose_name = "Foundation"

    def ready(self) -> None:
        """Import the modules that register something when they are imported."""
        from foundation import checks, sealing  # noqa: F401 - each registers something
