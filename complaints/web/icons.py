"""The pictures by which a tired person finds the right tile."""

from typing import Final

from complaints.models import Gravity, Subject

SUBJECT_ICONS: Final = {
    Subject.QUALITY.value: "star",
    Subject.ATTITUDE.value: "mood-sad",
    Subject.FACILITIES.value: "microphone-2-off",
    Subject.DRINKS.value: "glass-full",
    Subject.PROMOTION.value: "speakerphone",
    Subject.PRICE.value: "receipt-yuan",
}
GRAVITY_ICONS: Final = {
    Gravity.MINOR.value: "mood-neutral",
    Gravity.ORDINARY.value: "mood-sad-2",
    Gravity.MAJOR.value: "flame",
}
