from django.utils.translation import gettext_lazy as _

from foundation.refusals import TOO_LARGE, declare

BUSY = 503

declare(
    {
        "contracts.glyph_missing": _("These characters cannot be printed: %(chars)s. Please write them another way."),
        "contracts.picture_empty": _("The picture shows nothing. Please draw or choose another one."),
        "contracts.picture_wrong_kind": _("Please choose a picture in PNG or JPEG format."),
        "contracts.timestamp_missing": _("The timestamp service did not answer. Nothing was signed; please try again."),
        "contracts.picture_broken": _("This picture cannot be read. Please choose another one."),
    }
)
declare(
    {"contracts.judges_busy": _("Many files are being judged just now. Please try again in a minute.")},
    status=BUSY,
)
declare(
    {
        "contracts.picture_too_big": _("The picture is too big: at most %(limit_mb)s MB and %(limit_pixels)s pixels."),
    },
    status=TOO_LARGE,
)
