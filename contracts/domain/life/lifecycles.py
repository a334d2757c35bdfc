"""The lives of a contract, its versions, its signatures and notices: one table each, one writer (`Lifecycle.move`)."""

from foundation.transitions import Lifecycle

# Its first version goes with it until it takes effect; later versions are amendments and move by themselves.
CONTRACT_LIFE = Lifecycle(
    "contract",
    {
        "draft": {"share": "negotiating", "send": "out_for_signature"},
        "negotiating": {"recall": "draft", "send": "out_for_signature"},
        "out_for_signature": {"withdraw": "draft", "decline": "draft", "take_effect": "effective"},
        "effective": {"near_end": "expiring", "expire": "expired", "renew": "renewed", "terminate": "terminated"},
        "expiring": {"extend": "effective", "expire": "expired", "renew": "renewed", "terminate": "terminated"},
        "expired": {"renew": "renewed", "archive": "archived"},
        "renewed": {"archive": "archived"},
        "terminated": {"archive": "archived"},
        "archived": {},
    },
    initial="draft",
)

# What was sent is never changed again: withdrawn or declined it ends, and a new version takes its place.
VERSION_LIFE = Lifecycle(
    "contract version",
    {
        "draft": {
            "share": "negotiating",
            "send": "out_for_signature",
            "drop": "dropped",
        },
        "negotiating": {
            "recall": "draft",
            "send": "out_for_signature",
            "drop": "dropped",
        },
        "out_for_signature": {"withdraw": "withdrawn", "decline": "declined", "take_effect": "effective"},
        "effective": {},
        "withdrawn": {},
        "declined": {},
        "dropped": {},
    },
    initial="draft",
)

# A signature once given stays what it is, even where the contract is withdrawn before the other side has signed:
# it then hangs on a version that never takes effect.
SIGNATURE_LIFE = Lifecycle(
    "signature",
    {
        "invited": {"sign": "signed", "decline": "declined", "withdraw": "withdrawn", "delegate": "delegated"},
        "signed": {},
        "declined": {},
        "withdrawn": {},
        "delegated": {},
    },
    initial="invited",
)

# Once it has arrived a notice works, and is not taken back on one side's word alone.
NOTICE_LIFE = Lifecycle(
    "notice",
    {
        "given": {"prove": "delivered", "acknowledge": "delivered", "agree": "delivered", "withdraw": "withdrawn"},
        "delivered": {},
        "withdrawn": {},
    },
    initial="given",
)

# Data stays with its receiver until both sides say that it is back, or gone.
HANDOVER_LIFE = Lifecycle(
    "data hand-over",
    {
        "handed_over": {"receive": "held", "contest": "contested", "withdraw": "withdrawn"},
        "contested": {"receive": "held", "withdraw": "withdrawn"},
        "held": {"give_back": "returned", "destroy": "destroyed"},
        "returned": {"accept": "settled", "refuse": "held"},
        "destroyed": {"accept": "settled", "refuse": "held"},
        "settled": {},
        "withdrawn": {},
    },
    initial="handed_over",
)
