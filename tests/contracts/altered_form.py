"""Changes of fields, signatures and the document as a whole, as anybody with a PDF library can append them."""

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from contracts.documents.terms_file import TERMS_FILE
from tests.contracts.altered_objects import Writer, field, named
from tests.contracts.sealed_pdfs import identity, updated


def add_field(writer: Writer) -> None:
    append_signature_field(writer, SigFieldSpec("Witness", on_page=0, box=(10, 10, 100, 60)))


def _add_to_form(writer: Writer, added: generic.DictionaryObject) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(writer.add_object(added))
    writer.update_container(fields)


def add_text_field(writer: Writer) -> None:
    _add_to_form(writer, named(FT="/Tx", T=pdf_string("discount"), V=pdf_string("50%")))


def fill_a_seal_again(writer: Writer) -> None:
    strip = field(writer, "Seal_A").get_object()["/Kids"][0]
    strip["/AP"] = generic.DictionaryObject()
    writer.mark_update(field(writer, "Seal_A").get_object()["/Kids"].raw_get(0))


def hide_a_seal(writer: Writer) -> None:
    strip = field(writer, "Seal_A").get_object()["/Kids"].raw_get(0)
    strip.get_object()["/F"] = generic.NumberObject(2)
    writer.mark_update(strip)


def borrow_a_handwriting(writer: Writer) -> None:
    field(writer, "Signature_A").get_object()["/AP"] = field(writer, "Signature_B").get_object().raw_get("/AP")
    writer.mark_update(field(writer, "Signature_A"))


def write_a_value(writer: Writer) -> None:
    """A value where the form has none: the kind of change that the certification permits for a while."""
    field(writer, "Seal_A").get_object()["/V"] = pdf_string("50%")
    writer.mark_update(field(writer, "Seal_A"))


def remove_signature(writer: Writer) -> None:
    found = field(writer, "Signature_A")
    del found.get_object()["/V"]
    writer.mark_update(found)


def swap_signatures(writer: Writer) -> None:
    first, second = field(writer, "Signature_A"), field(writer, "Signature_B")
    one, other = first.get_object(), second.get_object()
    one["/V"], other["/V"] = other.raw_get("/V"), one.raw_get("/V")
    writer.mark_update(first)
    writer.mark_update(second)


def replace_form(writer: Writer) -> None:
    writer.root["/AcroForm"] = named(Fields=(), SigFlags=3)
    writer.update_root()


def forget_the_certification_field(writer: Writer) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.remove(field(writer, "Certification"))
    writer.update_container(fields)


def permit_more(writer: Writer) -> None:
    signature = field(writer, "Certification").get_object().raw_get("/V")
    signature.get_object()["/Reference"][0]["/TransformParams"]["/P"] = generic.NumberObject(3)
    writer.mark_update(signature)


def date_back(writer: Writer) -> None:
    signature = field(writer, "Signature_A").get_object().raw_get("/V")
    signature.get_object()["/M"] = pdf_string("D:20200101000000+08'00'")
    writer.mark_update(signature)


def sign_once_more(pdf: bytes) -> bytes:
    """By a certificate that is trusted here, in a field that nobody prepared."""
    output = PdfSigner(PdfSignatureMetadata(field_name="Witness"), identity("A").signer).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(updated(pdf, add_field))), existing_fields_only=True
    )
    content: bytes = output.getvalue()
    return content


def _terms(writer: Writer) -> generic.DictionaryObject:
    entries = list(writer.root["/Names"]["/EmbeddedFiles"]["/Names"])
    embedded: generic.DictionaryObject = entries[entries.index(TERMS_FILE) + 1].get_object()["/EF"]
    return embedded


def replace_terms(writer: Writer) -> None:
    file = _terms(writer).raw_get("/F")
    file.get_object()._data = b'{"schema": "forged"}'
    file.get_object()._encoded_data = None
    writer.mark_update(file)


def point_to_other_terms(writer: Writer) -> None:
    """The signed terms stay in the file, but the catalog leads to others."""
    forged = writer.add_object(generic.StreamObject(stream_data=b'{"schema": "encore/contract-terms/1"}'))
    file = writer.add_object(named(Type="/Filespec", F=pdf_string(TERMS_FILE), EF=named(F=forged)))
    writer.root["/Names"] = named(EmbeddedFiles=named(Names=(pdf_string(TERMS_FILE), file)))
    writer.update_root()


def change_catalog(writer: Writer) -> None:
    writer.root["/PageLayout"] = pdf_name("/TwoColumnLeft")
    writer.update_root()


def rewrite_catalog(writer: Writer) -> None:
    writer.update_root()


def drop_certification(writer: Writer) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def certify_by_another(writer: Writer) -> None:
    writer.root["/Perms"] = named(DocMDP=field(writer, "Signature_B").get_object().raw_get("/V"))
    writer.update_root()


def claim_another_author(writer: Writer) -> None:
    writer.root["/Metadata"] = writer.add_object(generic.StreamObject(stream_data=b"<x:xmpmeta/>"))
    writer.update_root()


def add_validation_data(writer: Writer) -> None:
    """What archives add for long-term validation; harmless, and still nothing that a party signed."""
    writer.root["/DSS"] = writer.add_object(named(Type="/DSS", Certs=(), VRI=named()))
    writer.update_root()
