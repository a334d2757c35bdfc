"""Changes of what the pages show, as anybody with a PDF library can append them: content, layers, fonts, notes."""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import pdf_string

from tests.contracts.altered_objects import TEXT_PAGE, Writer, listed, named, page


def stamp_page(writer: Writer) -> None:
    RawContent(b"q 1 0 0 rg 100 400 300 40 re f Q").add_to_page(writer, TEXT_PAGE)


def swap_page_content(writer: Writer) -> None:
    page(writer).get_object()["/Contents"] = page(writer, TEXT_PAGE - 1).get_object().raw_get("/Contents")
    writer.mark_update(page(writer))


def _kids(writer: Writer) -> generic.ArrayObject:
    writer.mark_update(writer.root.raw_get("/Pages"))
    kids: generic.ArrayObject = writer.root["/Pages"]["/Kids"]
    return kids


def remove_page(writer: Writer) -> None:
    del _kids(writer)[TEXT_PAGE]
    writer.root["/Pages"]["/Count"] = generic.NumberObject(len(_kids(writer)))


def repeat_page(writer: Writer) -> None:
    _kids(writer).append(writer.add_object(generic.DictionaryObject(page(writer).get_object())))
    writer.root["/Pages"]["/Count"] = generic.NumberObject(len(_kids(writer)))


def reorder_pages(writer: Writer) -> None:
    _kids(writer).reverse()


def turn_page(writer: Writer) -> None:
    page(writer).get_object()["/Rotate"] = generic.NumberObject(180)
    writer.mark_update(page(writer))


def crop_page(writer: Writer) -> None:
    page(writer).get_object()["/CropBox"] = listed((0, 500, 595, 842))
    writer.mark_update(page(writer))


def show_another_layer(writer: Writer) -> None:
    """The shadow attack: the signed text in a layer that is switched off, other text in one that is on."""
    layers = [writer.add_object(named(Type="/OCG", Name=pdf_string(name))) for name in ("signed", "shown")]
    writer.root["/OCProperties"] = named(OCGs=layers, D=named(OFF=layers[:1], ON=layers[1:]))
    writer.update_root()
    sheet = page(writer).get_object()
    sheet["/Resources"]["/Properties"] = named(Signed=layers[0], Shown=layers[1])
    before, after = b"/OC /Signed BDC\n", b"\nEMC /OC /Shown BDC 1 0 0 rg 100 400 300 40 re f EMC"
    around = [writer.add_object(generic.StreamObject(stream_data=each)) for each in (before, after)]
    sheet["/Contents"] = listed((around[0], sheet.raw_get("/Contents"), around[1]))
    writer.mark_update(page(writer))


def _first_font(writer: Writer) -> generic.DictionaryObject:
    fonts = page(writer).get_object()["/Resources"]["/Font"]
    font: generic.DictionaryObject = fonts[sorted(fonts)[0]]
    return font


def read_other_characters(writer: Writer) -> None:
    """What a reader copies or hears becomes another text; what it sees stays."""
    reference = _first_font(writer).raw_get("/ToUnicode")
    writer.objects[0, reference.idnum] = generic.StreamObject(stream_data=b"begincmap endcmap")
    writer.mark_update(reference)


def swap_glyphs(writer: Writer) -> None:
    """The font program of another face: the same text shows other signs."""
    fonts = page(writer).get_object()["/Resources"]["/Font"]
    one, other = (fonts[name]["/DescendantFonts"][0]["/FontDescriptor"] for name in sorted(fonts)[:2])
    one["/FontFile3"] = other.raw_get("/FontFile3")
    writer.mark_update(one.container_ref)


def _annotate(writer: Writer, annotation: generic.DictionaryObject) -> None:
    annotation["/Rect"] = listed((100, 400, 300, 420))
    writer.register_annotation(page(writer), writer.add_object(annotation))


def _picture(writer: Writer, drawn: bytes) -> generic.DictionaryObject:
    form = generic.StreamObject(named(Type="/XObject", Subtype="/Form", BBox=(0, 0, 200, 20)), stream_data=drawn)
    return named(N=writer.add_object(form))


def add_note(writer: Writer) -> None:
    _annotate(writer, named(Type="/Annot", Subtype="/FreeText", Contents=pdf_string("5% -> 1%")))


def cover_text(writer: Writer) -> None:
    _annotate(
        writer,
        named(Type="/Annot", Subtype="/Stamp", F=4, AP=_picture(writer, b"1 1 1 rg 0 0 200 20 re f")),
    )


def run_script(writer: Writer) -> None:
    script = named(S="/JavaScript", JS=pdf_string("app.alert(1)"))
    writer.root["/OpenAction"] = writer.add_object(script)
    writer.update_root()


def launch_program(writer: Writer) -> None:
    _annotate(writer, named(Type="/Annot", Subtype="/Link", A=named(S="/Launch", F=pdf_string("x.exe"))))
