"""Which files are collected for serving."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Static files without the thousands of icons: pages draw those they need inline, nobody fetches one."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "tabler-icons"]
