"""The life of a measure of improvement (docs/states.md)."""

from typing import Final

from foundation.transitions import Lifecycle
from surveys.models import MeasureState

MEASURE: Final = Lifecycle(
    "measure of improvement",
    {
        MeasureState.OPEN: {"finish": MeasureState.DONE, "drop": MeasureState.DROPPED},
        MeasureState.DONE: {},
        MeasureState.DROPPED: {},
    },
    initial=MeasureState.OPEN,
)
