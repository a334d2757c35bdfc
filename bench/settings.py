"""The product's own settings, and one bare table and view to measure against."""

import os

from encore.settings import *  # noqa: F403

INSTALLED_APPS = ["bench", *INSTALLED_APPS]  # noqa: F405
ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {
        "BACKEND": os.environ.get("STATIC_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    }
}
if os.environ.get("BENCH_COMPRESSES"):  # where first loads are weighed, for the proxy that stands in front
    MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]  # noqa: F405
