"""What is refused of questionnaires."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {"surveys.version_frozen": _("This version is in use and never changes. Start the next one.")}, status=OUT_OF_STEP
)
