"""How static files are stored for serving: under names that hold the hash of their content."""

from typing import Final

from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_MODULES: Final = (
    "encore/js/*.js",
    (
        (
            r"""(?P<matched>import (?P<names>[^;"']+?) from "(?P<url>\./[^"]+)";)""",
            'import %(names)s from "%(url)s";',
        ),
        (r"""(?P<matched>import "(?P<url>\./[^"]+)";)""", 'import "%(url)s";'),
    ),
)
"""Django's own switch for this reads the modules of other packages too, and fails on what those left out."""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # brings no types
    """Also within our modules: what one imports from another has its hashed name there too."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, OWN_MODULES)
