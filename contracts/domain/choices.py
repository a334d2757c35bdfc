"""The options of terms that are a choice: code, Chinese, English. Labels read well inside a sentence of a clause."""

CHOICES: dict[str, tuple[str, str]] = {
    "party_a": ("甲方", "Party A"),
    "party_b": ("乙方", "Party B"),
    "cap_unless_grave": (
        "责任限额适用，但第三方存在故意或者重大过失的除外",
        "the limit of liability applies, unless the third party acted with intent or gross negligence",
    ),
    "answers_in_full": (
        "责任限额不适用，第三方对由此造成的损失承担全部赔偿责任",
        "the limit of liability does not apply, and the third party is liable for the whole of the loss so caused",
    ),
}


def choice_label(code: str) -> tuple[str, str] | None:
    """The Chinese and English wording of an option, or None for an unknown code."""
    return CHOICES.get(code)
