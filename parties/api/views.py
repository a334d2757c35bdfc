from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.views import APIView

from parties.api.access import scope_of


class DecidedView(APIView):
    """The base of all REST views: ``verbs`` says who may call which method."""

    verbs: ClassVar[dict[str, str]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.scope = scope_of(request)
