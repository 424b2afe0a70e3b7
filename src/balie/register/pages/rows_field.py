"""A field of rows, each with a title and a link: it works without script, and there are always empty rows to fill."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict

_EMPTY_ROWS = 2
_MOST = 200


class RowsInput(forms.Widget):
    """Two inputs for each row, under one legend."""

    template_name = "register/rows_input.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the rows with two empty ones below them, and a name for each input."""
        context: dict[str, Any] = super().get_context(name, None, attrs)
        rows = [row for row in value or [] if isinstance(row, Mapping)]
        base = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["rows"] = [
            {
                "number": number,
                "title": row.get("title", ""),
                "link": row.get("link", ""),
                "title_id": base if number == 1 else f"{base}_title_{number}",
                "link_id": f"{base}_link_{number}",
            }
            for number, row in enumerate([*rows, *[{}] * _EMPTY_ROWS], 1)
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:  # noqa: ARG002  as Django calls it
        """Read the rows that hold something, in their order."""
        if not isinstance(data, QueryDict):
            return list(data.get(name) or [])
        titles, links = (data.getlist(f"{name}_{part}")[:_MOST] for part in ("title", "link"))
        rows = (
            {"title": title.strip(), "link": link.strip()} for title, link in zip_longest(titles, links, fillvalue="")
        )
        return [row for row in rows if row["title"] or row["link"]]


class RowsField(forms.Field):
    """A list of titles with a link."""

    widget = RowsInput
