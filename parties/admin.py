"""The operator's site: look at everything, add people and memberships. No way round the rules of the floors above."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from parties.domain.scope import Scope, writing
from parties.models import Membership, Party, Room, User, Venue


class AuditedAdmin(admin.ModelAdmin[Any]):
    """Writes in the operator's name."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(request.user, User):
            return super().changeform_view(request, *args, **kwargs)
        with writing(Scope.of(request.user, source=f"admin {request.META.get('REMOTE_ADDR', '')}")):
            return super().changeform_view(request, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here: people are closed, memberships end."""
        return False


@admin.register(User)
class UserAdmin(AuditedAdmin):
    list_display = ("name", "email", "is_active", "is_staff")
    search_fields = ("name", "email")
    fields = ("name", "email", "language", "is_active", "is_staff")


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    list_display = ("user", "party", "role", "active_from", "active_until")
    list_filter = ("role", "party")
    autocomplete_fields: ClassVar = ["user"]
    filter_horizontal = ("venues",)


@admin.register(Party, Venue, Room)
class ReadOnlyAdmin(AuditedAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
