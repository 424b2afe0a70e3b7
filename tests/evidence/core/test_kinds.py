"""The list of kinds: complete against the code, in both languages, and one with its JSON Schemas."""

import ast
import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.evidence.core import KINDS, Unfit, UnknownKind, kind_of, newest
from balie.evidence.core.kinds import Kind, as_json
from balie.evidence.core.shapes import SCHEMA, Shape

SOURCE = Path(__file__).parents[3] / "src"
RECORDS = {("balie.evidence.service", "record"): 0, ("balie.evidence.service", "record_many"): 0}
# Calls that take their kind from a table or a loop, and what it can be there.
CHOSEN_ELSEWHERE = {
    "balie.desk.talks.moving.keep": {
        "callback-promised",
        "called-back",
        "conversation-closed",
        "conversation-moved",
        "conversation-released",
        "conversation-returned",
        "conversation-taken",
        "misunderstanding-noted",
        "note-written",
        "person-said",
    },
    "balie.people.second_factor.keep_record": {"second-factor-added", "second-factor-removed", "recovery-codes-made"},
    "balie.register.exchange.applying._put_down_systems": {"system-added", "system-changed"},
}


class Module(ast.NodeVisitor):
    """Where the names in a module come from, and which calls in it give a kind of entry."""

    def __init__(self, name, tree):
        self.name, self.tree = name, tree
        self.names = {node.name: (name, node.name) for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("balie"):
                self.names |= {one.asname or one.name: (node.module, one.name) for one in node.names}

    def target(self, called):
        """The (module, function) that is called here; none for what is not a function of ours."""
        if isinstance(called, ast.Name):
            return self.names.get(called.id)
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            imported = self.names.get(called.value.id)
            return imported and (".".join(imported), called.attr)
        return None

    def calls(self):
        """Each call with the function it stands in."""
        for function in ast.walk(self.tree):
            if isinstance(function, ast.FunctionDef):
                yield from ((function, call) for call in ast.walk(function) if isinstance(call, ast.Call))


def kinds_in(source):
    """Every kind that the code writes down, and the functions that choose theirs in another way."""
    modules = {}
    for path in source.rglob("*.py"):
        name = ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")
        modules[name] = Module(name, ast.parse(path.read_text(encoding="utf-8")))
    passing, found, unclear = dict(RECORDS), set(), set()
    known = 0
    while known < len(passing):  # a function that passes its kind on is a way to record too
        known = len(passing)
        for module in modules.values():
            for function, call in module.calls():
                target = module.target(call.func)
                while target and target not in passing and target[0] in modules:  # through a face
                    further = modules[target[0]].names.get(target[1])
                    target = further if further != target else None
                if target in passing and (module.name, function.name) not in RECORDS:
                    look_at(call.args[passing[target]], function, module, (passing, found, unclear))
    return found, unclear


def look_at(kind, function, module, into):
    passing, found, unclear = into
    parameters = [one.arg for one in function.args.args]
    if isinstance(kind, ast.Constant):
        found.add(kind.value)
    elif isinstance(kind, ast.IfExp):
        look_at(kind.body, function, module, into)
        look_at(kind.orelse, function, module, into)
    elif isinstance(kind, ast.Name) and kind.id in parameters:
        passing[module.name, function.name] = parameters.index(kind.id)
    else:
        unclear.add(f"{module.name}.{function.name}")


def test_every_kind_that_the_code_writes_is_in_the_list():
    found, unclear = kinds_in(SOURCE)
    everything = found.union(*CHOSEN_ELSEWHERE.values())

    assert unclear == CHOSEN_ELSEWHERE.keys()
    assert len(everything) > 60
    assert {kind for kind in everything if f"{kind}/1" not in KINDS} == set()


def test_a_planted_kind_is_found(tmp_path):
    (tmp_path / "planted.py").write_text(
        "from balie.evidence import service as evidence\n"
        "def tell(x, kind):\n    evidence.record(kind, by=x)\n"
        "def one(x):\n    tell(x, 'planted-one' if x else 'planted-two')\n"
        "def other(x):\n    evidence.record_many(x.kind)\n",
        encoding="utf-8",
    )

    assert kinds_in(tmp_path) == ({"planted-one", "planted-two"}, {"planted.other"})


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_has_a_name_words_and_a_closed_schema(kind):
    jsonschema.Draft202012Validator.check_schema(dict(kind.schema))

    assert re.fullmatch("[a-z]+(-[a-z]+)*/[1-9][0-9]*", kind.id)
    assert len(kind.id) <= 60
    assert kind.schema["$schema"] == SCHEMA
    assert kind.schema["additionalProperties"] is False
    assert kind.text.nl != kind.text.en or kind.id.startswith("webhook")
    assert kind.where.label.nl
    assert kind.origin.label.nl


def test_the_list_for_others_is_up_to_date():
    """To renew it: write `json.dumps(as_json(), indent=1, ensure_ascii=False)` there."""
    listed = json.loads((SOURCE.parent / "docs/formats/evidence-kinds.json").read_text(encoding="utf-8"))

    assert listed == as_json()


def test_kinds_differ_in_their_words():
    for language in ("nl", "en"):
        words = [kind.text.say(language) for kind in KINDS.values()]
        assert len(words) == len(set(words))


def test_to_write_one_takes_the_newest_version():
    assert newest("system-changed") is kind_of("system-changed/1")
    for ask in (newest, kind_of):
        with pytest.raises(UnknownKind, match="made-up is no kind of entry"):
            ask("made-up")


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False).filter(lambda x: not x.is_integer())
    | st.sampled_from(["", "x", "all", "away", "2026-11-26", "2026-11-26T01:02:03.5Z", "a" * 64]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["field", "before", "after", "nl", "en"]), inner)
    ),
    max_leaves=6,
)


def says(shape: Shape, value):
    try:
        shape.check(value, "$")
    except Unfit:
        return False
    return True


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_our_check_and_the_json_schema_say_the_same(name, data):
    kind: Kind = kind_of(name)
    fields = list(kind.schema["properties"])
    body = data.draw(
        st.dictionaries(st.sampled_from([*fields, "more"]), VALUES, max_size=4)
        | st.fixed_dictionaries({field: fitting(kind.schema["properties"][field]) for field in fields})
    )
    validator = jsonschema.Draft202012Validator(dict(kind.schema))

    assert says(kind.shape, body) == validator.is_valid(body)


def fitting(schema):
    """Values that mostly fit a schema of ours, so that the check is not only tried on what fails."""
    if "anyOf" in schema:
        return st.one_of([fitting(one) for one in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "pattern" in schema:
        return st.from_regex(schema["pattern"]).filter(lambda text: not text.endswith("\n"))
    return FITTING.get(schema.get("type"), lambda _schema: VALUES)(schema)


def fitting_list(schema):
    fewest, most = schema.get("minItems", 0), schema.get("maxItems", 2)
    return st.lists(fitting(schema["items"]), min_size=fewest, max_size=most)


def fitting_object(schema):
    if "properties" in schema:
        return st.fixed_dictionaries({name: fitting(one) for name, one in schema["properties"].items()})
    return st.dictionaries(st.sampled_from(["a", "b"]), fitting(schema["additionalProperties"]), max_size=2)


FITTING = {
    "array": fitting_list,
    "object": fitting_object,
    "string": lambda _schema: st.text(max_size=5),
    "integer": lambda _schema: st.integers(0, 9),
    "boolean": lambda _schema: st.booleans(),
    "null": lambda _schema: st.none(),
}
