from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "deadlines"
    label = "deadlines"

    def ready(self) -> None:
        from deadlines import refusals  # noqa: F401  # declares its refusals on import
