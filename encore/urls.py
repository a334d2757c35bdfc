"""All addresses: the REST interface under /api/v1/, found without trying every page, then each app's pages."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from encore.api_schema import api_schema
from parties.web.access import public_route

urlpatterns = [
    path("api/v1/", include("complaints.api.urls")),
    path("api/v1/", include("members.api.urls")),
    path("api/v1/", include("surveys.api.urls")),
    path("api/v1/", include("billing.api.urls")),
    path("api/v1/", include("parties.api.urls")),
    path("api/v1/schema/", api_schema, name="api-schema"),
    path("", include("encore.web.urls")),
    path("", include("parties.web.urls")),
    path("", include("contracts.web.urls")),
    path("", include("complaints.web.urls")),
    path("", include("members.web.urls")),
    path("", include("surveys.web.urls")),
    path("", include("billing.web.urls")),
    path(
        "language/",
        public_route("POST", why="anyone may choose the language of the pages")(set_language),
        name="set_language",
    ),
    path("admin/", admin.site.urls),
]
