"""Parameters of a template: their declarations, and the files that give them values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ....core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ....core.source import Source, SourceSpan
from ..text.document import ListNode, LoadedDocument, MapNode, Node, followed
from .template import Named, Template, text_of, wrong_shape

# Of a number as templates write it; longer ones are texts.
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})")


@dataclass(frozen=True, slots=True)
class Given:
    """A text and the place that it is written at."""

    text: str
    span: SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """The declaration of one parameter."""

    name: str
    header: SourceSpan
    type: str = "String"
    default: Given | None = None
    allowed: tuple[Given, ...] = ()

    is_secret: bool = False
    """Whether it is declared `NoEcho`."""

    never_empty: bool = False

    lengths: tuple[int | None, int | None] = (None, None)
    """How few and how many characters its text may have."""

    pattern: str = ""
    """What its text must match as a whole, as a regular expression of Java; empty for anything."""

    values: tuple[Fraction | None, Fraction | None] = (None, None)
    """How small and how large its number may be."""

    @property
    def is_number(self) -> bool:
        """Whether its text is a number, or a list of them."""
        return self.type in ("Number", "List<Number>")

    @property
    def is_list(self) -> bool:
        """Whether a `Ref` to it gives a list."""
        return self.type == "CommaDelimitedList" or self.type.startswith("List<")

    @property
    def is_looked_up(self) -> bool:
        """Whether its text names an entry of the Parameter Store that holds the value."""
        return self.type.startswith("AWS::SSM::Parameter::Value<")


def read_parameters(
    template: Template,
) -> tuple[Mapping[str, Parameter], tuple[Diagnostic, ...]]:
    """Return the declared parameters by name, and what has a wrong shape."""
    diagnostics: list[Diagnostic] = []
    parameters: dict[str, Parameter] = {}
    for name, written in template.parameters.items():
        declaration = followed(written.node)
        if isinstance(declaration, MapNode):
            parameters[name] = _parameter(template, name, written, declaration, diagnostics)
        else:
            diagnostics.append(
                wrong_shape(written.header, f"expected parameter {name} to be a map")
            )
            parameters[name] = Parameter(name=name, header=written.header)
    return parameters, tuple(diagnostics)


def _parameter(
    template: Template,
    name: str,
    written: Named,
    declaration: MapNode,
    diagnostics: list[Diagnostic],
) -> Parameter:
    def given(node: Node | None, what: str) -> Given | None:
        if node is None:
            return None
        text = text_of(node)
        if text is None:
            diagnostics.append(
                wrong_shape(
                    template.span(node), f"expected {what} of parameter {name} to be a string"
                )
            )
            return None
        return Given(text, template.span(node))

    allowed: list[Given] = []
    listed = declaration.get("AllowedValues")
    if listed is not None:
        values = followed(listed)
        if isinstance(values, ListNode):
            for element in values.elements:
                value = given(element, "an allowed value")
                if value is not None and value.text not in {known.text for known in allowed}:
                    allowed.append(value)
        else:
            summary = f"expected AllowedValues of parameter {name} to be a list"
            diagnostics.append(wrong_shape(template.span(listed), summary))
    type_ = text_of(declaration.get("Type")) or "String"
    length = text_of(declaration.get("MinLength")) or ""
    secret = text_of(declaration.get("NoEcho")) or ""
    return Parameter(
        name=name,
        header=written.header,
        type=type_,
        default=given(declaration.get("Default"), "the Default"),
        allowed=tuple(allowed),
        is_secret=secret.lower() == "true",
        never_empty=length.isdecimal() and length.strip("0") != "",
        lengths=(_whole(declaration, "MinLength"), _whole(declaration, "MaxLength")),
        pattern=text_of(declaration.get("AllowedPattern")) or "",
        values=(_number(declaration, "MinValue"), _number(declaration, "MaxValue")),
    )


def _whole(declaration: MapNode, name: str) -> int | None:
    number = _number(declaration, name)
    return int(number) if number is not None else None


def _number(declaration: MapNode, name: str) -> Fraction | None:
    return number_of(text_of(declaration.get(name)) or "")


def number_of(text: str) -> Fraction | None:
    """Return the number that a text is; None for any other."""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def read_parameter_file(
    document: LoadedDocument,
) -> tuple[Mapping[str, Given], tuple[Diagnostic, ...]]:
    """Return the values that a parameter file gives, by parameter.

    It has one of four shapes: ``[{"ParameterKey": …, "ParameterValue": …}]`` of the AWS CLI,
    ``{"Parameters": {…}}`` of CodePipeline, ``{"parameters": {…}}`` of deployment files, or
    ``{"Name": "value"}``.
    """
    root = followed(document.root) if document.root is not None else None
    if isinstance(root, ListNode):
        return _command_line_shape(document.source, root)
    if isinstance(root, MapNode):
        for section in ("Parameters", "parameters"):
            inner = root.get(section)
            if inner is not None and isinstance(found := followed(inner), MapNode):
                return _plain_shape(document.source, found)
            if inner is not None and isinstance(found, ListNode):
                return _command_line_shape(document.source, found)
        return _plain_shape(document.source, root)
    if document.diagnostics:
        return {}, ()
    return {}, (
        Diagnostic(
            rule=FILE_NOT_READ,
            level=Level.ERROR,
            summary="expected a list or a map of parameters",
            detail="No parameter value was read from this file.",
            subject=document.source.span(0, 0),
        ),
    )


def _command_line_shape(
    source: Source, root: ListNode
) -> tuple[Mapping[str, Given], tuple[Diagnostic, ...]]:
    values: dict[str, Given] = {}
    diagnostics: list[Diagnostic] = []
    for element in root.elements:
        body = followed(element)
        name = body.get("ParameterKey") if isinstance(body, MapNode) else None
        key = text_of(name)
        if not isinstance(body, MapNode) or key is None:
            text = text_of(element)
            if text is not None and "=" in text:
                key, _, value = text.partition("=")
                values[key] = Given(value, source.span(element.start, element.end))
                continue
            span = source.span(element.start, element.end)
            diagnostics.append(wrong_shape(span, "expected a map with a ParameterKey"))
            continue
        written = body.get("ParameterValue")
        if text_of(body.get("UsePreviousValue")) == "true" and written is None:
            continue
        _give(source, key, written if written is not None else body, values, diagnostics)
    return values, tuple(diagnostics)


def _plain_shape(
    source: Source, root: MapNode
) -> tuple[Mapping[str, Given], tuple[Diagnostic, ...]]:
    values: dict[str, Given] = {}
    diagnostics: list[Diagnostic] = []
    for entry in root.entries.values():
        _give(source, entry.key.name, entry.value, values, diagnostics)
    return values, tuple(diagnostics)


def _give(
    source: Source,
    name: str,
    node: Node,
    values: dict[str, Given],
    diagnostics: list[Diagnostic],
) -> None:
    span = source.span(node.start, node.end)
    listed = followed(node)
    text = text_of(node)
    if isinstance(listed, ListNode):
        texts = [text_of(element) for element in listed.elements]
        if None not in texts:
            text = ",".join(text or "" for text in texts)
    if text is None:
        diagnostics.append(
            wrong_shape(span, f"expected the value of parameter {name} to be a string")
        )
    else:
        values[name] = Given(text, span)
