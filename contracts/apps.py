from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    name = "contracts"
    label = "contracts"
    verbose_name = _("Contracts")

    def ready(self) -> None:
        from contracts import refusals  # noqa: F401  # declares its refusals on import
        from contracts.domain import wiring
        from contracts.web import places

        wiring.connect()
        places.connect()
