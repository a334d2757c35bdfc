"""The description of the REST interface (OpenAPI)."""

from typing import ClassVar

from drf_spectacular.views import SpectacularAPIView

from parties.api import schema  # noqa: F401  # tells how we sign in, on import
from parties.api.access import Decided


class ApiSchema(SpectacularAPIView):
    """The interface described for programs; anyone who is logged in may read it."""

    permission_classes = (Decided,)
    verbs: ClassVar[dict[str, str]] = {"GET": "self"}


api_schema = ApiSchema.as_view()
