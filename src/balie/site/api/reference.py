"""The specification of the API as values for one page: parts, operations, parameters and fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

Plain = Mapping[str, Any]
# These are shown as parameters, not as objects.
_PARAMETERS = ("Filters", "Query", "Paging")


@dataclass(frozen=True, slots=True)
class Field:
    """A field or a parameter: its name, what goes in it, and whether it has to be there."""

    name: str
    kind: str
    required: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with fields."""

    name: str
    about: str
    fields: tuple[Field, ...]

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return slugify(f"shape {self.name}")


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address."""

    key: str
    method: str
    path: str
    title: str
    about: str
    scope: str
    permission: str
    parameters: tuple[Field, ...]
    takes: str
    body: tuple[Field, ...]
    answer: str
    shape: str


@dataclass(frozen=True, slots=True)
class Part:
    """The operations about one thing."""

    name: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """All of it."""

    version: str
    parts: tuple[Part, ...]
    shapes: tuple[Shape, ...]


def read(specification: Plain) -> Reference:
    """Read a specification into what the page shows."""
    kept = specification["components"]["schemas"]
    parts: dict[str, list[Operation]] = {}
    for path, methods in specification["paths"].items():
        for method, told in methods.items():
            parts.setdefault(told["tags"][0], []).append(_operation(method, path, told, kept))
    shapes = [_shape(name, kept[name], kept) for name in sorted(kept) if not name.endswith(_PARAMETERS)]
    return Reference(
        version=specification["info"]["version"],
        parts=tuple(Part(name, tuple(operations)) for name, operations in parts.items()),
        shapes=tuple(shape for shape in shapes if shape.fields),
    )


def _operation(method: str, path: str, told: Plain, kept: Plain) -> Operation:
    status, answer = next((code, said) for code, said in told["responses"].items() if int(code) < 300)
    content = told.get("requestBody", {}).get("content", {})
    takes, schema = next(((kind, said["schema"]) for kind, said in content.items()), ("", {}))
    given = next(iter(answer.get("content", {"": {"schema": {}}}).values()))["schema"]
    return Operation(
        key=told["operationId"],
        method=method.upper(),
        path=path,
        title=told["summary"],
        about=told.get("description", ""),
        scope=told.get("x-scope") or "",
        permission=told.get("x-permission") or "",
        parameters=tuple(_parameter(parameter, kept) for parameter in told["parameters"]),
        takes=takes,
        body=_fields(_resolved(schema, kept), kept),
        answer=str(status),
        shape=_name_of(given) if _name_of(given) in kept else "",
    )


def _parameter(told: Plain, kept: Plain) -> Field:
    name = told["name"] if told["in"] == "query" else f"{told['name']} ({told['in']})"
    about = told.get("description", "")
    return Field(name, _kind(told["schema"], kept), required=bool(told["required"]), about=about)


def _shape(name: str, schema: Plain, kept: Plain) -> Shape:
    return Shape(name, schema.get("description", ""), _fields(schema, kept))


def _fields(schema: Plain, kept: Plain) -> tuple[Field, ...]:
    needed = set(schema.get("required", ()))
    return tuple(
        Field(name, _kind(told, kept), required=name in needed, about=told.get("description", ""))
        for name, told in schema.get("properties", {}).items()
    )


def _resolved(schema: Plain, kept: Plain) -> Plain:
    found: Plain = kept.get(_name_of(schema), schema)
    return found


def _name_of(schema: Plain) -> str:
    reference = schema.get("$ref") or next((one.get("$ref") for one in schema.get("allOf", ())), None)
    return str(reference).rsplit("/", 1)[-1] if reference else str(schema.get("title", ""))


def _kind(schema: Plain, kept: Plain) -> str:
    """What goes in a field, as short as it can be said."""
    if "$ref" in schema or "allOf" in schema:
        name = _name_of(schema)
        choices = kept.get(name, {}).get("enum")
        return _listed(choices) if choices else name
    if "enum" in schema or "const" in schema:
        return _listed(schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(one, kept) for one in schema["anyOf"]))
    return _plain_kind(schema, kept)


def _plain_kind(schema: Plain, kept: Plain) -> str:
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}), kept)}]"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"{{string: {_kind(schema['additionalProperties'], kept)}}}"
    return str(schema.get("format") or schema.get("type") or "any")


def _listed(choices: Iterable[Any]) -> str:
    return " | ".join(f'"{choice}"' for choice in choices)
