"""API tokens: another system acts as a person, within that person's scope."""

from datetime import datetime, timedelta

from django.db.models import Q

from foundation.refusals import Refused
from foundation.tokens import hash_token, new_token
from parties.domain.scope import Scope, writing
from parties.models import ApiToken, User

LIFETIME = timedelta(days=365)


def issue_token(*, user: User, name: str, by: Scope, at: datetime) -> tuple[ApiToken, str]:
    """Make a token for ``user``; the second value is the key itself, to be shown once and never again."""
    if not name.strip():
        raise Refused("parties.token_name_missing", field="name")
    key, key_hash = new_token()
    with writing(by):
        token = ApiToken.objects.create(user=user, name=name.strip(), token_hash=key_hash, expires_at=at + LIFETIME)
    return token, key


def revoke_token(token_id: int, *, by: Scope, at: datetime) -> None:
    """End a token of one's own at once; an unknown or foreign id changes nothing."""
    with writing(by):
        ApiToken.objects.filter(pk=token_id, user=by.user_id or 0, revoked_at=None).update(revoked_at=at)


def user_of_key(key: str, *, at: datetime) -> User | None:
    """The person a key acts as, or ``None`` when it is unknown, revoked, expired or its person has left."""
    token = (
        ApiToken.objects.select_related("user")
        .filter(token_hash=hash_token(key), revoked_at=None, user__is_active=True)
        .filter(Q(expires_at=None) | Q(expires_at__gt=at))
        .first()
    )
    return token.user if token else None
