"""The files inside a contract's PDF follow their published schemas, and the schemas are strict."""

import copy
import json
from io import BytesIO
from typing import Any

import jsonschema
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from contracts.documents.terms_file import CLAUSES_SCHEMA, SCHEMAS, TERMS_SCHEMA, terms_json
from contracts.domain.forms import all_forms
from contracts.domain.terms.values import TYPES
from contracts.domain.wording.snapshots import snapshot_of
from tests.contracts import drafts
from tests.contracts.sealed_pdfs import signed
from tests.contracts.snapshots import AT, snapshot

NAMES = {"contract-terms-1": TERMS_SCHEMA, "contract-clauses-1": CLAUSES_SCHEMA}


def schema(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_bytes())
    return content


def check(name: str, data: object) -> None:
    validator = jsonschema.Draft202012Validator(schema(name), format_checker=jsonschema.FormatChecker())
    validator.validate(data)


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_one_and_has_the_name_that_the_files_carry(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"] == schema(name)["properties"]["schema"]["const"] == NAMES[name]


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_public_at_an_address_that_stays(name: str) -> None:
    answer = Client().get(f"/schemas/{name}.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/schema+json")
    assert answer.content == (SCHEMAS / f"{name}.json").read_bytes()


def test_no_other_file_is_served_there() -> None:
    assert Client().get(reverse("contracts:schema", args=["terms_file"])).status_code == 404
    assert Client().get("/schemas/..%2fterms_file.json").status_code == 404


def test_files_of_a_signed_contract_follow_their_schemas() -> None:
    with pikepdf.open(BytesIO(signed())) as pdf:
        inside = {name: json.loads(pdf.attachments[name].get_file().read_bytes()) for name in pdf.attachments}
    check("contract-terms-1", inside["terms.json"])
    check("contract-clauses-1", inside["clauses.json"])


@pytest.mark.django_db
@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_every_form_follows_it_with_its_blanks_empty(form: str) -> None:
    version = drafts.draft(form_id=form).version
    check("contract-terms-1", json.loads(terms_json(snapshot_of(version, at=AT, reading="en"))))


def test_schema_knows_every_type_of_value() -> None:
    known = [each["properties"]["type"] for each in schema("contract-terms-1")["$defs"]["value"]["oneOf"]]
    assert {name for kind in known for name in kind.get("enum", [kind.get("const")])} == set(TYPES)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("hours", "24"), ("hours", -1), ("money", "12.5"), ("money", 12), ("date", "1.2.2026"), ("percent", "5%"),
     ("month_span", "3"), ("text", "x" * 501), ("unheard_of", "1")],
)  # fmt: skip
def test_wrong_values_do_not_pass(kind: str, value: object) -> None:
    data = json.loads(terms_json(snapshot()))
    data["terms"][0]["value"] = {"type": kind, "value": value}
    with pytest.raises(jsonschema.ValidationError):
        check("contract-terms-1", data)


def part_of(data: Any, path: tuple[str, ...]) -> Any:
    """The object that holds the last name of the path."""
    for key in path[:-1]:
        data = data[key]
    return data


@pytest.mark.parametrize("path", [("schema",), ("contract", "number"), ("form", "id"), ("parties",), ("terms",)])
def test_nothing_may_be_missing_nor_be_there_besides(path: tuple[str, ...]) -> None:
    data = json.loads(terms_json(snapshot()))
    check("contract-terms-1", data)
    extra, missing = copy.deepcopy(data), copy.deepcopy(data)
    part_of(extra, path)["unheard"] = "of"
    del part_of(missing, path)[path[-1]]
    for altered in (extra, missing):
        with pytest.raises(jsonschema.ValidationError):
            check("contract-terms-1", altered)
