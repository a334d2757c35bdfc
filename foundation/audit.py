"""The audit trail: who is writing, what was written, and which tables are watched.

Triggers in the database write the entries (see migration_operations); the program only says who acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection, transaction

from foundation.prepared import Prepared

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from foundation.models import AuditEntry

SYSTEM_LABEL = "system"

# Tables that are left out of the audit, each with its reason; upper floors add theirs with leave_untracked.
UNTRACKED: dict[str, str] = {
    "foundation_auditentry": "is the audit itself",
    "foundation_sealblock": "append-only and chained itself",
    "foundation_sealmark": "a note of the sealer, without business meaning",
    "foundation_job": "work to do; its effects are audited",
    "foundation_idempotentrequest": "a stored answer; its effect is audited",
    "django_session": "who is logged in where, not business data",
    "django_content_type": "written by migrations only",
    "django_admin_log": "a log of its own; what the admin changes is audited in its table",
    "axes_accessattempt": "failed log-ins, a log of its own",
    "axes_accessattemptexpiration": "failed log-ins, a log of its own",
    "axes_accessfailurelog": "failed log-ins, a log of its own",
    "axes_accesslog": "log-ins, a log of its own",
    "auth_permission": "written by migrations only; roles decide, not permissions",
    "auth_group": "not used: roles decide",
    "auth_group_permissions": "not used: roles decide",
}


def leave_untracked(table: str, reason: str) -> None:
    """Declare that a table is not audited, and why."""
    UNTRACKED[table] = reason


TELL = Prepared(
    "tell_actor",
    "SELECT current_setting('encore.actor', true), current_setting('encore.source', true),"
    " set_config('encore.actor', $1, true), set_config('encore.source', $2, true)",
)

_actor: ContextVar[tuple[str, str] | None] = ContextVar("encore_actor", default=None)


@contextmanager
def writing(label: str, source: str = "") -> Iterator[None]:
    """A transaction in which `label` is the actor of every change; `source` says from where (web, api, job …).

    Inside another `writing` it joins that transaction without a savepoint, so an exception that leaves the inner block
    undoes the outer one too. The inner actor counts inside, the outer one again after it. Raises ValueError for an
    empty label.
    """
    if not label:
        raise ValueError("a change needs an actor")
    outer = _actor.get() if connection.in_atomic_block else None
    actor = (label, source or (outer[1] if outer and outer[0] == label else ""))
    with transaction.atomic(savepoint=outer is None):
        before = _tell_database(actor) if actor != outer else None
        token = _actor.set(actor)
        try:
            yield
        finally:
            _actor.reset(token)
        if before is not None and len(connection.atomic_blocks) > 1:
            # The transaction goes on: what follows must not be written in this actor's name.
            _tell_database(before)


def _tell_database(actor: tuple[str, str]) -> tuple[str, str]:
    """Set label and source until the transaction ends; return those that were set before."""
    [(label, source, *_)] = TELL.rows(*actor)
    return label or "", source or ""


def history_of(instance: Model) -> QuerySet[AuditEntry]:
    """The audit entries of this row, newest first."""
    from foundation.models import AuditEntry  # models are not ready while apps load

    return AuditEntry.objects.filter(table_name=instance._meta.db_table, row_id=str(instance.pk)).order_by("-id")


def tracked_tables() -> set[str]:
    """The tables whose inserts, updates and deletes all are audited, as the database itself tells."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE p.proname = 'foundation_audit' AND t.tgenabled <> 'D' GROUP BY c.relname HAVING count(*) = 3
            """
        )
        return {name for (name,) in cursor.fetchall()}


def untracked_tables() -> list[str]:
    """The tables of this project's models that are neither audited nor left out for a stated reason; sorted."""
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy}
    return sorted(tables - tracked_tables() - set(UNTRACKED))
