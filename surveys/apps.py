from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    label = "surveys"

    def ready(self) -> None:
        from surveys import refusals  # noqa: F401  # declares its refusals on import
        from surveys.domain import wiring
        from surveys.web import places

        wiring.connect()
        places.connect()
