"""Several files at once in a form."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; none is fine."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        # An empty file passes here: the domain refuses it, with its own words.
        return [file for file in data or [] if isinstance(file, UploadedFile)]
