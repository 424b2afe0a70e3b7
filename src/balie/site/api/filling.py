"""Let the form of a page judge what a program sends, so that both keep to the same rules."""

from typing import Any

from pydantic import BaseModel

from balie.site.api.problems import Place, Refused


def checked(form: Any) -> dict[str, Any]:
    """What a form keeps. Raise `Refused` with what the form says of each field."""
    if not form.is_valid():
        found = [(name, message) for name, messages in form.errors.items() for message in messages]
        raise Refused("not-valid", places=[Place(_place(name), str(message)) for name, message in found])
    return dict(getattr(form, "kept", form.cleaned_data))


def sent(body: BaseModel, before: Any = None) -> dict[str, Any]:
    """What a program sent, as a form takes it; what it left out stays as the row before has it."""
    given = body.model_dump(exclude_unset=before is not None, exclude={"revision"})
    if before is None:
        return given
    return {name: _now(before, name) for name in type(body).model_fields if name != "revision"} | given


def _now(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return [one.pk for one in value.all()] if hasattr(value, "all") else value


def _place(name: str) -> str:
    return "body" if name == "__all__" else f"body.{name}"
