from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "deadlines"
    label = "deadlines"

    def ready(self) -> None:
        from deadlines import refusals  # noqa: F401  # declares its refusals on import
        from deadlines.domain import wordings
        from parties.domain import messages

        messages.renderer("deadlines.handed_on")(wordings.handed_on)
        messages.renderer("deadlines.taken_back")(wordings.taken_back)
