from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "parties"
    label = "parties"
    verbose_name = _("Parties")

    def ready(self) -> None:
        from foundation.audit import leave_untracked
        from parties import refusals  # noqa: F401  # declares its refusals on import
        from parties.domain import messages, passwords, registry
        from parties.web import places

        messages.register_job()
        passwords.register_job()
        registry.connect()
        places.connect()
        leave_untracked("parties_message", "tells of a change; the change itself is audited")
        for table in ("axes_accessattempt", "axes_accessfailurelog", "axes_accesslog", "axes_accessattemptexpiration"):
            leave_untracked(table, "sign-ins, kept by the lock that counts them")
