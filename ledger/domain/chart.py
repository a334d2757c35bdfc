"""The chart of accounts: codes and kinds of the Chinese standard for enterprises, as far as the product posts to them.

An account comes into a party's books with its first entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.models import Account, AccountKind


@dataclass(frozen=True)
class ChartAccount:
    """An account as the chart knows it: debit raises assets and expenses, credit raises liabilities and income."""

    code: str
    kind: AccountKind
    name: Promise | str


BANK: Final = "1002"
"""银行存款"""
RECEIVABLE: Final = "1122"
"""应收账款: what is to be received for services sold"""
PREPAID: Final = "1123"
"""预付账款"""
OTHER_RECEIVABLE: Final = "1221"
"""其他应收款: compensation and penalties to be received, as they are no sale"""
PAYABLE: Final = "2202"
"""应付账款"""
ADVANCE_RECEIVED: Final = "2203"
"""预收账款"""
TAX_PAYABLE: Final = "2221"
"""应交税费"""
OTHER_PAYABLE: Final = "2241"
"""其他应付款"""
OPERATING_INCOME: Final = "6001"
"""主营业务收入"""
NON_OPERATING_INCOME: Final = "6301"
"""营业外收入"""
SELLING_EXPENSE: Final = "6601"
"""销售费用"""
ADMINISTRATIVE_EXPENSE: Final = "6602"
"""管理费用"""
NON_OPERATING_EXPENSE: Final = "6711"
"""营业外支出"""

CHART: Final[Mapping[str, ChartAccount]] = {
    account.code: account
    for account in (
        ChartAccount(BANK, AccountKind.ASSET, _("Cash at bank")),
        ChartAccount(RECEIVABLE, AccountKind.ASSET, _("Accounts receivable")),
        ChartAccount(PREPAID, AccountKind.ASSET, _("Prepayments")),
        ChartAccount(OTHER_RECEIVABLE, AccountKind.ASSET, _("Other receivables")),
        ChartAccount(PAYABLE, AccountKind.LIABILITY, _("Accounts payable")),
        ChartAccount(ADVANCE_RECEIVED, AccountKind.LIABILITY, _("Advances received")),
        ChartAccount(TAX_PAYABLE, AccountKind.LIABILITY, _("Taxes payable")),
        ChartAccount(OTHER_PAYABLE, AccountKind.LIABILITY, _("Other payables")),
        ChartAccount(OPERATING_INCOME, AccountKind.INCOME, _("Revenue")),
        ChartAccount(NON_OPERATING_INCOME, AccountKind.INCOME, _("Non-operating income")),
        ChartAccount(SELLING_EXPENSE, AccountKind.EXPENSE, _("Selling expenses")),
        ChartAccount(ADMINISTRATIVE_EXPENSE, AccountKind.EXPENSE, _("Administrative expenses")),
        ChartAccount(NON_OPERATING_EXPENSE, AccountKind.EXPENSE, _("Non-operating expenses")),
    )
}


def accounts_of(party_id: int, codes: Iterable[str]) -> dict[str, Account]:
    """The party's accounts by code, opened where it has none yet. Raises KeyError for a code outside the chart."""
    wanted = {code: CHART[code] for code in codes}
    mine = Account.objects.filter(party_id=party_id, code__in=wanted)
    found = {account.code: account for account in mine.all()}
    if missing := wanted.keys() - found.keys():
        opened = [Account(party_id=party_id, code=code, kind=wanted[code].kind) for code in sorted(missing)]
        # Two first entries at once may open the same account: the second finds it there.
        Account.objects.bulk_create(opened, ignore_conflicts=True)
        found = {account.code: account for account in mine.all()}
    return found
