import pytest

from hoaian_desktop.rules import structure

DAY = {"type": ["string", "null"], "pattern": "^\\d{4}-\\d\\d-\\d\\d$"}
SCHEMA = {
    "$defs": {"day": DAY},
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "kind": {"enum": ["a", "b"]},
        "days": {"type": "array", "items": {"$ref": "#/$defs/day"}},
        "numbers": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
        "always": {"const": 1},
    },
}


def test_what_fits_has_no_faults_and_unknown_keys_are_no_fault():
    whole = {"name": "x", "kind": "a", "days": ["2023-11-01", None], "numbers": {"one": 1}, "always": 1, "more": []}
    assert structure.faults(whole, SCHEMA) == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ([], "$: not object"),
        ({}, "$: no name"),
        ({"name": 1}, "$.name: not string"),
        ({"name": "x", "kind": "c"}, "$.kind: not one of"),
        ({"name": "x", "days": ["2023-11-01", "1/11/2023"]}, "$.days[1]: not like"),
        ({"name": "x", "numbers": {"one": -1}}, "$.numbers.one: below 0"),
        ({"name": "x", "numbers": {"one": True}}, "$.numbers.one: not integer"),
        ({"name": "x", "always": 2}, "$.always: not 1"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(value, fault):
    (found,) = structure.faults(value, SCHEMA)
    assert found.startswith(fault)


def test_a_schema_is_never_half_checked():
    with pytest.raises(ValueError, match="maxLength"):
        structure.faults("x", {"maxLength": 3})
