"""What a browser sends from a questionnaire's page."""

import uuid
from typing import Any

from surveys.models import Wave
from surveys.web.answer_form import PREFIX
from tests.surveys.answers.makers import SAID


def filled_in(wave: Wave, **others: Any) -> dict[str, Any]:
    """An answer to the factories' questionnaire; ``others`` are fields of the form beside the questions."""
    return {"version": wave.version_id, **{f"{PREFIX}{key}": value for key, value in SAID.items()}, **others}


def from_door(wave: Wave, **others: Any) -> dict[str, Any]:
    """The same from an open door."""
    return filled_in(wave, form=uuid.uuid4(), homepage="", **others)
