"""Every command, worker and web process of the product loads all addresses; few of them ever print or sign."""

import os
import subprocess
import sys

from encore.data_folder import PROJECT

HEAVY = {
    "weasyprint",
    "pyhanko",
    "pyhanko_certvalidator",
    "pikepdf",
    "fontTools",
    "aiohttp",
    "xlsxwriter",
    "openpyxl",
    "pypinyin",
}
PROGRAM = """
import sys, django
django.setup()
import encore.urls, encore.celery, contracts.tasks, complaints.tasks
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_what_prints_and_signs_is_loaded_by_who_prints_and_signs() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "encore.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "complaints" in loaded
    assert loaded & HEAVY == set()
