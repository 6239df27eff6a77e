"""What all records share: frozen, no unknown keys, and errors in the package's own words."""

from __future__ import annotations

from typing import Any, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from asmsim.errors import AsmsimError, BadValue, nearest_name

Value: TypeAlias = float | int | bool | str
"""What a parameter can hold."""

# Pydantic's words for a type, in ours.
_TYPES = {
    "int": "a whole number",
    "float": "a number",
    "string": "a text",
    "bool": "true or false",
    "tuple": "a list",
    "list": "a list",
    "model": "a table",
    "dict": "a table",
}


class Record(BaseModel):
    """A frozen record; a mistake in it raises `BadValue` with field, value and what is allowed."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise _translated(error, type(self)) from None

    @field_validator("*", mode="before")
    @classmethod
    def _numbers_are_written_as_numbers(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse "12" and true for 12 and 1, which pydantic would take."""
        annotation = cls.model_fields[info.field_name or ""].annotation
        kinds = set(get_args(annotation) or (annotation,)) - {type(None)}
        if kinds <= {int, float} and isinstance(value, bool | str):
            kind = "float" if float in kinds else "int"
            raise BadValue(f"{value!r} cannot be used", value=value, allowed=_TYPES[kind])
        return value


def _translated(error: ValidationError, kind: type[BaseModel]) -> AsmsimError:
    """Turn pydantic's first complaint into one of ours; an unknown key goes first."""
    details = error.errors(include_url=False)
    # A misspelt key shows twice, as unknown and as missing: the first names the remedy.
    details.sort(key=lambda detail: detail["type"] != "extra_forbidden")
    detail = details[0]
    field = _path(detail["loc"])
    value = detail["input"]
    context = detail.get("ctx", {})
    inner = context.get("error")
    if isinstance(inner, AsmsimError):
        return inner.within(field)
    if detail["type"] == "extra_forbidden":
        keys = [name for name in kind.model_fields if name != "name"]
        key = str(detail["loc"][-1])
        return BadValue(
            "unknown key", field=field, value=value, allowed=keys, nearest=nearest_name(key, keys)
        )
    if detail["type"] == "missing":
        return BadValue("is missing", field=field)
    allowed = _allowed(detail["type"], context)
    return BadValue(f"{value!r} cannot be used", field=field, value=value, allowed=allowed)


def _path(location: tuple[int | str, ...]) -> str:
    """Write a place in a file as one would in TOML: `levers[2].dose` (counted from one)."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        elif part not in _TAGS:
            text += f".{part}" if text else part
    return text


# Pydantic adds a type's name to the path where a field takes several, and `[key]` behind a key.
_TAGS = {"float", "int", "bool", "str", "[key]"}


def _allowed(kind: str, context: dict[str, Any]) -> str:
    """Say what pydantic would have taken."""
    for key, word in (("ge", "at least"), ("gt", "above"), ("le", "at most"), ("lt", "below")):
        if key in context:
            return f"{word} {context[key]}"
    if "max_length" in context:
        counted = "letters" if kind == "string_too_long" else "items"
        return f"up to {context['max_length']} {counted}"
    if "expected" in context:
        return str(context["expected"])
    if kind == "string_too_short":
        return "a text that is not empty"
    if "pattern" in context:
        return f"text of the form {context['pattern']}"
    return _TYPES.get(kind.partition("_")[0], kind.replace("_", " "))
