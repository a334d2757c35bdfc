"""Form files for tests: ktv-2 with pieces replaced, and ktv-2 with two supplements."""

import re
from pathlib import Path

from contracts.domain.forms import FORMS_FOLDER, mistakes_in

KTV_2 = FORMS_FOLDER / "ktv-2.yaml"

SUPPLEMENTS = """
supplements:
  - code: a_leads
    title: {zh: 甲方主导, en: Party A leads}
    when: {zh: 由甲方主导时选用, en: Chosen where Party A leads}
    sections:
      - number: "S1.1"
        heading: {zh: 独家合作, en: Exclusivity}
        origin: form
        heavy: true
        duty: B
        text:
          zh: 自合同签订之日起{{exclusivity_term}}内，乙方依照{{§S1.2}}和{{§1.1}}独家服务，并遵守附件八《定制方案》。
          en: For {{exclusivity_term}}, Party B serves only A under {{§S1.2}}, {{§1.1}} and Annex 8 (Custom Plan).
      - number: "S1.2"
        heading: {zh: 定制服务, en: Customised service}
        origin: form
        duty: B
        text: {zh: 乙方提交方案。, en: Party B submits a plan.}
  - code: intermediary
    title: {zh: 中介方参与, en: With an intermediary}
    when: {zh: 有中介方时选用, en: Chosen where there is an intermediary}
    sections:
      - number: "S2.1"
        heading: {zh: 中介费, en: Fee}
        origin: form
        duty: both
        text:
          zh: 中介费为{{intermediary_fee}}，见附件九《中介费协议》和附件一《培训计划》。
          en: The fee is {{intermediary_fee}}; see Annex 9 (Fee Agreement) and Annex 1 (Training Plan).
"""
TERMS = """
  - {name: exclusivity_term, clause: "S1.1", default: 1 year, required: true, origin: form, supplement: a_leads}
  - {name: intermediary_fee, clause: "S2.1", required: true, origin: form, supplement: intermediary}
"""
ANNEXES = """
  - code: custom_plan
    title: {zh: 定制方案, en: Custom Plan}
    content: {zh: 服务方案。, en: The service plan.}
    supplement: a_leads
  - code: fee_agreement
    title: {zh: 中介费协议, en: Fee Agreement}
    content: {zh: 费用的分担。, en: Who pays what.}
    supplement: intermediary
"""
BREACHES = """
  - code: intermediary_neglect
    clause: "S2.1"
    fault: third
    origin: form
    text: {zh: 中介方失职，不遵守附件九《中介费协议》, en: The intermediary neglects Annex 9 (Fee Agreement)}
    remedies: [warning]
    supplement: intermediary
"""
# Every annex is named with its title where there are supplements.
TITLED = (
    ("作为本合同附件五的协议", "作为附件五《第三方协议》的协议"),
    ("that is Annex 5 to this Contract", "that is Annex 5 (Third-Party Agreement)"),
)


def changed(text: str, *changes: tuple[str, str]) -> str:
    """The text with pieces replaced, each where it stands first. Every piece must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def with_supplements() -> str:
    """The text of ktv-2 with two supplements, without a mistake."""
    text = changed(
        KTV_2.read_text(encoding="utf-8"),
        *TITLED,
        ("\nterms:\n", f"\nterms:{TERMS}"),
        ("\nbreaches:\n", f"\nbreaches:{BREACHES}"),
    )
    # The annexes of supplements stand after those of the main text.
    above, heading, below = re.split(r"(\n# -+ breaches\n)", text)
    return above + ANNEXES + heading + below + SUPPLEMENTS


def broken(folder: Path, *changes: tuple[str, str], text: str | None = None) -> list[tuple[int, str, str]]:
    """The mistakes of a form (ktv-2) after replacing pieces of its file: line, code, and the line's own text."""
    text = changed(KTV_2.read_text(encoding="utf-8") if text is None else text, *changes)
    path = folder / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    return [(mistake.line, mistake.code, lines[mistake.line - 1].strip()) for mistake in mistakes_in(path)]
