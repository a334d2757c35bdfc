"""The way between the pages of one contract: the same row of tabs on each of them."""

from typing import Any

from django import template

from contracts.models import Contract
from contracts.web.tabs import OVERVIEW, tabs_of

register = template.Library()


@register.inclusion_tag("contracts/_tabs.html", takes_context=True)
def contract_tabs(context: Any, contract: Contract, here: str = OVERVIEW) -> dict[str, Any]:
    """The tabs of a contract; while it is being worded, those of its pages that say something already."""
    shown = tabs_of(contract, by=context["request"].scope)
    return {"tabs": [(tab, tab.path(contract), tab.code == here) for tab in shown]}
