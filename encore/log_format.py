"""Log lines as JSON, one per line, without personal data."""

import json
import logging
import traceback
from datetime import UTC, datetime

# These loggers put addresses, names or e-mail addresses into their messages: only the unfilled message is kept.
TALKATIVE = ("django.request", "django.security", "django.server", "django.db", "axes", "gunicorn.access")
# What callers may add with `extra=`; all of them numbers or names of code, never names of people.
EXTRA = ("request_id", "job_id", "kind", "attempts", "status_code", "seconds", "count", "error")


class JsonFormatter(logging.Formatter):
    """One JSON object per record; of an exception its type and places, never its message, which may quote a row."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": str(record.msg) if record.name.startswith(TALKATIVE) else record.getMessage(),
        }
        line |= {name: record.__dict__[name] for name in EXTRA if name in record.__dict__}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
        return json.dumps(line, ensure_ascii=False, default=str)
