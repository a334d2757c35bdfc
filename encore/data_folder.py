"""The folder that holds what this installation keeps on disk: embedded database, uploaded files, secret key."""

import os
import secrets
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """`ENCORE_DATA`, or `var` beside the source; always absolute, not necessarily existing."""
    return Path(os.environ.get("ENCORE_DATA") or PROJECT / "var").absolute()


def kept_secret_key(folder: Path) -> str:
    """The secret key of this installation, made on first use and readable by its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Written aside and linked into place: of two processes starting at once, one key wins and both read it.
        draft = folder / f".secret-key-{os.getpid()}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
