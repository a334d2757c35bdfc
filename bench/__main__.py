"""`make bench`: on a throw-away cluster of its own; writes bench/results.json and prints the rows.

`python -m bench searching printing` measures these rooms alone and leaves the other rows as they were.
"""

import json
import os
import platform
import sys
import tempfile
from pathlib import Path

from encore.embedded_postgres import APP_ROLE, OWNER_ROLE, Cluster

RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """Measure everything once and keep the rows, room by room: what fails later takes nothing away."""
    parts = sys.argv[1:]
    kept: dict[str, list[dict[str, str | float]]] = json.loads(RESULTS.read_text())["rooms"] if parts else {}
    with tempfile.TemporaryDirectory(prefix="encore-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "static").mkdir()  # no page is measured, but the server looks for it
        # Durable, unlike the cluster of tests: what a commit costs is part of the figure.
        cluster = Cluster(Path(folder) / "postgres")
        with cluster.in_use():
            os.environ |= {
                "ENCORE_DATA": folder,
                "DATABASE_URL": cluster.url(APP_ROLE),
                "DATABASE_OWNER_URL": cluster.url(OWNER_ROLE),
                "DJANGO_SETTINGS_MODULE": "bench.settings",
                "EMAIL_URL": "dummy://",
            }
            from bench.run import measure_all

            for room, rows in measure_all(parts):
                kept[room] = [row.as_dict() for row in rows]
                RESULTS.write_text(
                    json.dumps({"machine": machine(), "rooms": kept}, indent=2, ensure_ascii=False) + "\n"
                )
                for row in rows:
                    print(
                        f"{row.name:<48} {row.size:>10} {row.ours:>12.5f} {row.limit:>12.5f} {row.unit:<6} {row.ratio}",
                        flush=True,
                    )


def machine() -> dict[str, str | int]:
    return {"cores": os.cpu_count() or 0, "python": platform.python_version(), "system": platform.system()}


if __name__ == "__main__":
    main()
