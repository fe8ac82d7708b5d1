"""Functions on strings: case, trimming, splitting, joining, searching."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ....core.text import ends_with, normal, starts_with
from ....core.value import Hole, Part
from ....core.verdict import Verdict
from ..values.bounds import check_length
from ..values.text_pieces import TextPieces
from ..values.types import BOOL, NUMBER, STRING, ListType
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    TerraformValue,
    boolean,
    list_value,
    string,
)
from .graphemes import graphemes
from .partial_texts import (
    Parts,
    changed,
    divided,
    replaced,
    trimmed,
    trimmed_end,
    without_prefix,
    without_suffix,
)
from .signature import (
    Arguments,
    Declared,
    Parameter,
    check_count,
    parameters,
    pieces,
    text_of,
    undecided,
    whole,
)

# What Go's unicode.IsSpace holds for white space.
_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


_ASCII_SPACE = "\t\n\v\f\r "


def _on_text(change: Callable[[str], str]) -> Function:
    """Return a function of one string, by what it does to a known one."""

    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        return string(change(arguments[0].text))

    return Declared(body, parameters(("str", STRING)), STRING)


def _on_two(change: Callable[[str, str], str], names: tuple[str, str]) -> Function:
    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        return string(change(arguments[0].text, arguments[1].text))

    return Declared(body, parameters(*((name, STRING) for name in names)), STRING)


def _cutting(change: Callable[[str], str], partial: Callable[[Parts], Parts]) -> Function:
    """Return a function that cuts white space off a string."""

    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        text = arguments[0]
        if text.unknown is None:
            return string(change(text.text))
        return text_of(partial(pieces(text)), text)

    return Declared(body, (Parameter("str", STRING, allows_unknown=True),), STRING)


def _on_characters(change: Callable[[str], str], name: str) -> Function:
    """Return a function that changes each character of a string by itself."""

    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        text = arguments[0]
        if text.unknown is None:
            return string(change(text.text))
        return undecided(text, STRING, parts=changed(pieces(text), change, name))

    return Declared(body, (Parameter("str", STRING, allows_unknown=True),), STRING)


def _trimming(
    change: Callable[[str, str], str],
    partial: Callable[[Parts, str], Parts | None],
    name: str,
) -> Function:
    """Return a function that cuts a known text off one end of a string."""

    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        text, cut = arguments
        if text.unknown is None:
            return string(change(text.text, cut.text))
        return undecided(text, STRING, parts=partial(pieces(text), cut.text) or (Hole(),))

    searched = Parameter("str", STRING, allows_unknown=True)
    return Declared(body, (searched, Parameter(name, STRING)), STRING)


def _upper(text: str) -> str:
    if text.isascii():
        return text.upper()
    return "".join(map(_upper_character, text))


def _upper_character(character: str) -> str:
    # Go maps one character to one; Python's "ß".upper() is two.
    for candidate in (character.upper(), character.title()):
        if len(candidate) == 1:
            return candidate
    return character


def _lower(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(character.lower()[0] for character in text)


def _title(text: str) -> str:
    result: list[str] = []
    previous = " "
    for character in text:
        begins = _separates(previous)
        titled = character.title()
        result.append(titled if begins and len(titled) == 1 else character)
        previous = character
    return "".join(result)


def _separates(character: str) -> bool:
    if character.isascii():
        return not (character.isalnum() or character == "_")
    if character.isalpha() or character.isdecimal():
        return False
    return character in _SPACE


def _indent(arguments: Arguments, context: CallContext) -> TerraformValue:
    spaces = whole(arguments[0], "spaces")
    if spaces < 0:
        raise EvaluationError("the number of spaces must not be negative")
    if arguments[1].unknown is not None:
        known = sum(part.count("\n") for part in arguments[1].parts if isinstance(part, str))
        check_length(known * spaces)
        indented = replaced(pieces(arguments[1]), "\n", "\n" + " " * spaces)
        return undecided(arguments[1], STRING, parts=indented or (Hole(),))
    text = arguments[1].text
    check_length(len(text) + text.count("\n") * spaces)
    return string(text.replace("\n", "\n" + " " * spaces))


def _substr(arguments: Arguments, context: CallContext) -> TerraformValue:
    offset, length = whole(arguments[1], "offset"), whole(arguments[2], "length")
    clusters = graphemes(arguments[0].text)
    if offset < 0:
        offset = max(offset + len(clusters), 0)
        # Terraform reads a length of nothing behind a negative offset as the rest.
        length = length or -1
    end = None if length < 0 else offset + length
    return string("".join(clusters[offset:end]))


def _reverse(arguments: Arguments, context: CallContext) -> TerraformValue:
    return string("".join(reversed(graphemes(arguments[0].text))))


def _split(arguments: Arguments, context: CallContext) -> TerraformValue:
    separator = arguments[0].text
    if arguments[1].unknown is not None:
        return _split_partly(arguments[1], separator)
    text = arguments[1].text
    count = text.count(separator) if separator else len(text)
    check_count(count, context)
    found = text.split(separator) if separator else list(text)
    return list_value(STRING, map(string, found))


def _split_partly(text: TerraformValue, separator: str) -> TerraformValue:
    sections = divided(pieces(text), separator) if len(separator) == 1 else None
    if sections is None:
        return undecided(text, ListType(STRING), minimum_length=1 if separator else 0)
    return list_value(STRING, [text_of(section, text) for section in sections])


def _join(arguments: Arguments, context: CallContext) -> TerraformValue:
    if len(arguments) == 1:
        raise EvaluationError("at least one list is required")
    separator, made = arguments[0], TextPieces()
    cause = separator if separator.unknown is not None else None
    between: tuple[Part, ...] = ()
    for collection in arguments[1:]:
        if collection.unknown is not None:
            # How many elements come is open, and so is whether a separator stands before them.
            cause = cause or collection
            made.extend((Hole(),))
            between = ()
            continue
        for element in collection.elements:
            if element.is_null:
                raise EvaluationError("an element is null; null values cannot be joined")
            cause = cause or (element if element.unknown is not None else None)
            made.extend(between)
            made.extend(pieces(element))
            between = pieces(separator)
    if cause is not None and _loose_end(arguments):
        return undecided(cause, STRING, parts=_until_hole(made.parts))
    return text_of(made.parts, cause)


def _loose_end(arguments: Arguments) -> bool:
    return any(argument.unknown is not None for argument in arguments[1:])


def _until_hole(parts: list[Part]) -> tuple[Part, ...]:
    """Return what surely begins the text: an unknown list may bring separators of its own."""
    for index, part in enumerate(parts):
        if isinstance(part, Hole):
            return normal((*parts[:index], Hole()))
    return normal(parts)


def _starts(arguments: Arguments, context: CallContext) -> TerraformValue:
    text, prefix = arguments
    return _told(starts_with(pieces(text), prefix.text), text)


def _ends(arguments: Arguments, context: CallContext) -> TerraformValue:
    text, suffix = arguments
    return _told(ends_with(pieces(text), suffix.text), text)


def _contains(arguments: Arguments, context: CallContext) -> TerraformValue:
    text, wanted = arguments
    if any(isinstance(part, str) and wanted.text in part for part in pieces(text)):
        return boolean(True)
    return boolean(False) if text.unknown is None else undecided(text, BOOL)


def _told(verdict: Verdict, cause: TerraformValue) -> TerraformValue:
    if verdict is Verdict.UNKNOWN:
        return undecided(cause, BOOL)
    return boolean(verdict is Verdict.PASS)


def text_functions() -> Mapping[str, Function]:
    """Return the functions on strings by name."""
    searched = Parameter("str", STRING, allows_unknown=True)
    return {
        "upper": _on_characters(_upper, "upper"),
        "lower": _on_characters(_lower, "lower"),
        "title": _on_text(_title),
        "trimspace": _cutting(
            lambda text: text.strip(_SPACE), lambda parts: trimmed(parts, _ASCII_SPACE, "trimspace")
        ),
        "chomp": _cutting(
            lambda text: text.rstrip("\r\n"), lambda parts: trimmed_end(parts, "\r\n")
        ),
        "strrev": Declared(_reverse, parameters(("str", STRING)), STRING),
        "trim": _on_two(lambda text, cut: text.strip(cut) if cut else text, ("str", "cutset")),
        "trimprefix": _trimming(str.removeprefix, without_prefix, "prefix"),
        "trimsuffix": _trimming(str.removesuffix, without_suffix, "suffix"),
        "indent": Declared(_indent, (Parameter("spaces", NUMBER), searched), STRING),
        "substr": Declared(
            _substr, parameters(("str", STRING), ("offset", NUMBER), ("length", NUMBER)), STRING
        ),
        "split": Declared(
            _split,
            (Parameter("separator", STRING), Parameter("str", STRING, allows_unknown=True)),
            ListType(STRING),
        ),
        "join": Declared(
            _join,
            (Parameter("separator", STRING, allows_unknown=True),),
            STRING,
            rest=Parameter("lists", ListType(STRING), allows_unknown=True),
        ),
        "startswith": Declared(_starts, (searched, Parameter("prefix", STRING)), BOOL),
        "endswith": Declared(_ends, (searched, Parameter("suffix", STRING)), BOOL),
        "strcontains": Declared(_contains, (searched, Parameter("substr", STRING)), BOOL),
    }
