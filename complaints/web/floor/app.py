"""What makes the floor's page an app on a phone: its manifest, and the worker that keeps it without a network."""

import hashlib
import json
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from parties.web.access import public_route

ASSETS: Final = (
    "vendor/tabler/tabler.min.css",
    "vendor/htmx/htmx.min.js",
    *(
        f"encore/css/{name}.css"
        for name in ("encore", "shell", "components", "lists", "forms", "states", "print", "complaints", "floor")
    ),
    *(f"encore/js/{name}.js" for name in ("page", "dialogs", "countdown", "theme", "photo-input")),
    *(f"encore/js/floor/{name}.js" for name in ("main", "entry", "pictures", "queue", "sender", "store", "voice")),
    "encore/img/mark.svg",
)
"""All that the page is drawn with; a test compares it with the page."""


@public_route("GET", why="browsers look for a newer worker at any time; it holds addresses of style sheets alone")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of everything below this address."""
    assets = json.dumps([static(name) for name in ASSETS])
    version = hashlib.sha256(assets.encode()).hexdigest()[:12]
    context = {"assets": assets, "version": version}
    response = render(request, "complaints/floor/sw.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@public_route("GET", why="browsers ask for the manifest without a session; it holds names and icons alone")
def manifest(request: HttpRequest) -> HttpResponse:
    """How the app is called and drawn among other apps."""
    described = {
        "id": reverse("complaints:log"),
        "name": _("Encore: log a complaint"),
        "short_name": _("Complaint"),
        "start_url": reverse("complaints:log"),
        "scope": reverse("home"),
        "display": "standalone",
        "background_color": "#141a2b",
        "theme_color": "#141a2b",
        "icons": [
            {"src": static("encore/img/mark-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("encore/img/mark-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static("encore/img/mark-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")
