"""Plain values of a command line, read without pydantic, so that a cold `zeren who` starts in half the time.

Typer reads every value through a pydantic adapter, which costs more to import than the whole answer. Text, whole
numbers and flags need none: this gives their parameters a reader of their own. With a typer that keeps its readers
elsewhere nothing is set, and everything works as before, only slower.
"""

from __future__ import annotations

from typing import Any

import typer

from graph_store.errors import BadInput


class PlainValue:
    """Reads the words of one option or argument as text, a whole number in its range, a flag, or a list of texts."""

    def __init__(self, kind: object, lowest: float | None, highest: float | None) -> None:
        self._kind = kind
        self._range = lowest, highest

    def coerce(self, value: Any, param: Any, ctx: object) -> Any:
        """The value as its type; raises BadInput, naming the option, for what cannot be read."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if self._kind is int:
            return self._number(value, param)
        if self._kind is bool:
            return value if isinstance(value, bool) else str(value).lower() in ("1", "true", "yes", "on", "t", "y")
        return value

    def _number(self, value: object, param: Any) -> int:
        lowest, highest = self._range
        said = f"{'/'.join(param.opts)}：“{value}”"
        try:
            number = int(str(value))
        except ValueError:
            raise BadInput(f"{said}不是整数。") from None
        if (lowest is not None and number < lowest) or (highest is not None and number > highest):
            raise BadInput(
                f"{said}超出范围 {lowest if lowest is not None else ''}–{highest if highest is not None else ''}。"
            )
        return number


def read_plainly(app: typer.Typer) -> Any:
    """The command made of an application, its plain parameters reading their own words."""
    command = typer.main.get_command(app)
    _walk(command)
    return command


def _walk(command: Any) -> None:
    context = typer.Context(command, help_option_names=["-h", "--help"])
    for param in (*command.params, command.get_help_option(context)):
        descriptor = getattr(param, "type_descriptor", None)
        kind = getattr(descriptor, "annotation", None)
        if hasattr(param, "_runtime_param") and descriptor is not None and kind in (str, int, bool, list[str]):
            info = descriptor.parameter_info
            param._runtime_param = PlainValue(kind, info.min, info.max)
    for below in getattr(command, "commands", {}).values():
        _walk(below)
