"""What a form file looks like, part by part. `contracts/forms/form.schema.json` says the same to editors."""

from typing import Any

from contracts.domain.yaml_files.shapes import BOTH_LANGUAGES, CODE, Fields, Flag, ListOf, OneOf, Words

NUMBER = Words(r"[1-9][0-9]*(\.[1-9][0-9]*)*")
SUPPLEMENT_NUMBER = Words(r"S[1-9][0-9]*\.[1-9][0-9]*")
ANY_NUMBER = Words(r"S?[1-9][0-9]*(\.[1-9][0-9]*)*")
ORIGIN = OneOf(("form", "ours"))
REMEDIES = (
    "redo",  # do what was left undone, or do it again
    "warning",
    "fine",  # a penalty for a serious case, as the clause says
    "discipline",  # measures against the staff concerned
    "compensate_customers",
    "agree_compensation",  # the parties agree the sum
    "compensation",  # the loss that is proven
    "damages",  # the sum that the clause computes
    "refund",  # of what was paid for service that fell short
    "rescind",  # the other party may end the contract
    "revise_plan",
    "reassess",  # improve and be assessed again until the criteria are met
    "renegotiate_budget",
    "stronger_security",  # of data, after a leak
    "replace_third_party",
)

_CLAUSE = {
    "number": NUMBER,
    "heading": BOTH_LANGUAGES,
}
_ACTION = {
    "heavy": Flag(),
    "duty": OneOf(("A", "B", "both", "third", "as_agreed")),
    "does_not_act": ListOf(Words()),
}
SECTION = Fields({**_CLAUSE, "origin": ORIGIN, "text": BOTH_LANGUAGES}, _ACTION)
ARTICLE = Fields(
    {**_CLAUSE, "sections": ListOf(SECTION)}, {**_ACTION, "part": CODE, "origin": ORIGIN, "text": BOTH_LANGUAGES}
)
SUPPLEMENT = Fields(
    {
        "code": CODE,
        "title": BOTH_LANGUAGES,
        "when": BOTH_LANGUAGES,
        "sections": ListOf(
            Fields({**_CLAUSE, "number": SUPPLEMENT_NUMBER, "origin": ORIGIN, "text": BOTH_LANGUAGES}, _ACTION)
        ),
    },
    {"excludes": ListOf(CODE)},
)
TERM = Fields(
    {"name": CODE, "clause": ANY_NUMBER, "required": Flag(), "origin": ORIGIN},
    {"default": Words(), "note": BOTH_LANGUAGES, "supplement": CODE},
)
ANNEX = Fields({"code": CODE, "title": BOTH_LANGUAGES, "content": BOTH_LANGUAGES}, {"supplement": CODE})
BREACH = Fields(
    {
        "code": CODE,
        "clause": ANY_NUMBER,
        "fault": OneOf(("A", "B", "either", "third")),
        "origin": ORIGIN,
        "text": BOTH_LANGUAGES,
        "remedies": ListOf(OneOf(REMEDIES)),
    },
    {"rescission": Flag(), "damages_term": CODE, "late_terms": ListOf(CODE), "supplement": CODE},
)
GLOSSARY_ENTRY = Fields({"term": BOTH_LANGUAGES, "text": BOTH_LANGUAGES}, {"borrowed_from": Words(r"[a-z0-9-]+")})
FORM = Fields(
    {
        "form": Words(r"[a-z][a-z0-9-]{0,19}"),
        "version": Words(r"[1-9][0-9]{0,3}"),
        "title": BOTH_LANGUAGES,
        "summary": BOTH_LANGUAGES,
        "execution": OneOf(("sign_and_seal", "sign_or_seal")),
        "terms": ListOf(TERM),
        "annexes": ListOf(ANNEX),
        "breaches": ListOf(BREACH),
        "glossary": ListOf(GLOSSARY_ENTRY),
        "articles": ListOf(ARTICLE),
    },
    {"division": OneOf(("article", "chapter")), "supplements": ListOf(SUPPLEMENT)},
)


def form_schema() -> dict[str, Any]:
    """The shape as JSON Schema; editors complete and check form files with it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Form of contract",
        "description": "See README.md beside this file. Printed by: manage.py forms --schema",
        **FORM.schema(),
    }
