"""Objects of a PDF as an alteration writes them."""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Writer = IncrementalPdfFileWriter
TEXT_PAGE = 3


def named(**entries: object) -> generic.DictionaryObject:
    """A dictionary with these names as keys; plain strings become names, numbers numbers."""
    return generic.DictionaryObject({pdf_name(f"/{key}"): listed(value) for key, value in entries.items()})


def listed(value: object) -> generic.PdfObject:
    if isinstance(value, generic.PdfObject):
        return value
    if isinstance(value, str):
        return pdf_name(value)
    if isinstance(value, int):
        return generic.NumberObject(value)
    assert isinstance(value, (list, tuple))
    return generic.ArrayObject(listed(each) for each in value)


def field(writer: Writer, name: str) -> generic.IndirectObject:
    fields = writer.root["/AcroForm"]["/Fields"]
    found: generic.IndirectObject = next(each for each in fields if each.get_object()["/T"] == name)
    return found


def page(writer: Writer, nth: int = TEXT_PAGE) -> generic.IndirectObject:
    found: generic.IndirectObject = writer.find_page_for_modification(nth)[0]
    return found
