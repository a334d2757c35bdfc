from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    label = "members"

    def ready(self) -> None:
        from members import refusals  # noqa: F401  # declares its refusals on import
        from members.domain import wiring
        from members.web import places

        wiring.connect()
        places.connect()
