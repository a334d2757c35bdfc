"""The lives of a contract and of a party's signature: one table each, one writer (`Lifecycle.move`)."""

from foundation.transitions import Lifecycle

CONTRACT_LIFE = Lifecycle(
    "contract",
    {
        "draft": {"send": "out_for_signature"},
        "out_for_signature": {"withdraw": "draft", "decline": "draft", "take_effect": "effective"},
        "effective": {},
    },
    initial="draft",
)

# A signature once given stays what it is, even where the contract is withdrawn before the other side has signed:
# it then hangs on a version that never takes effect.
SIGNATURE_LIFE = Lifecycle(
    "signature",
    {
        "invited": {"sign": "signed", "decline": "declined", "withdraw": "withdrawn"},
        "signed": {},
        "declined": {},
        "withdrawn": {},
    },
    initial="invited",
)
