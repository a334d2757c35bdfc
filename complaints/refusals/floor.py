"""What is refused to phones and shared tablets."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import declare

declare(
    {
        "complaints.piece_too_big": _("This piece is larger than what was announced."),
        "complaints.file_never_came": _("The file did not arrive within two weeks."),
        "complaints.tablet_name_missing": _("Give the tablet a name, so that you know later which one it is."),
        "complaints.pin_digits": _("A PIN has 4 to 8 digits."),
        "complaints.pin_too_plain": _("This PIN is too easy to guess: take digits that are not in a row."),
        "complaints.pin_wrong": _("This is not the PIN. After five wrong tries it is locked."),
        "complaints.too_many_tries": _("Too many tries. Wait ten minutes."),
        "complaints.pin_locked": _("This PIN is locked. Sign in with your password and set a new one."),
    }
)
