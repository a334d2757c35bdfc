from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
    label = "ledger"

    def ready(self) -> None:
        from ledger import refusals  # noqa: F401  # declares its refusals on import
        from ledger.domain import wiring

        wiring.connect()
