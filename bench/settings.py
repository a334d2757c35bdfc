"""The product's own settings, and one bare table and view to measure against."""

from encore.settings import *  # noqa: F403

INSTALLED_APPS = ["bench", *INSTALLED_APPS]  # noqa: F405
ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
