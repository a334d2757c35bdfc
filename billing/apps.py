from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        from billing import refusals  # noqa: F401  # declares its refusals on import
        from billing.domain import wiring
        from billing.web import places

        wiring.connect()
        places.connect()
