from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"
    label = "complaints"

    def ready(self) -> None:
        from complaints import refusals  # noqa: F401  # declares its refusals on import
        from complaints.domain import wiring
        from complaints.gateways import checks  # noqa: F401  # looks at the settings when Encore starts
        from complaints.web import places

        wiring.connect()
        places.connect()
