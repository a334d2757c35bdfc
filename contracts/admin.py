"""The operator's view of contracts: everything to read, nothing to change. Rules are no matter of the admin site."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from contracts.models import (
    Annex,
    Breach,
    BreachKind,
    Clause,
    Contract,
    ContractVersion,
    Damages,
    Obligation,
    SealedFile,
    SignatureRequest,
    Term,
)


class ReadOnly(admin.ModelAdmin[Any]):
    """Looking is allowed; adding, changing and deleting go through the product's own pages and rules."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Contract)
class ContractAdmin(ReadOnly):
    list_display = ("number", "title", "state", "party_a", "party_b", "effective_at", "ends_at")
    list_filter = ("state", "form_id")
    list_select_related = ("party_a", "party_b")
    search_fields = ("number", "title")


@admin.register(ContractVersion)
class ContractVersionAdmin(ReadOnly):
    list_display = ("contract", "number", "edits", "frozen_at", "effective_at")
    list_select_related = ("contract",)


@admin.register(Clause)
class ClauseAdmin(ReadOnly):
    list_display = ("version", "number", "heading_zh", "is_heavy", "page")
    list_select_related = ("version__contract",)


@admin.register(Term)
class TermAdmin(ReadOnly):
    list_display = ("version", "name", "stored", "is_required")
    list_select_related = ("version__contract",)
    search_fields = ("name",)


@admin.register(SignatureRequest)
class SignatureRequestAdmin(ReadOnly):
    list_display = ("version", "side", "party_name", "signer_name", "state", "signed_at")
    list_filter = ("state",)
    list_select_related = ("version__contract",)


@admin.register(SealedFile)
class SealedFileAdmin(ReadOnly):
    list_display = ("version", "revision", "file", "created_at")
    list_select_related = ("version__contract", "file")


@admin.register(Obligation)
class ObligationAdmin(ReadOnly):
    list_display = ("contract", "subject", "debtor", "creditor")
    list_select_related = ("contract", "debtor", "creditor")


@admin.register(Breach)
class BreachAdmin(ReadOnly):
    list_display = ("contract", "kind", "at_fault", "state", "occurred_at")
    list_filter = ("state",)
    list_select_related = ("contract", "kind", "at_fault")


admin.site.register((Annex, BreachKind, Damages), ReadOnly)
