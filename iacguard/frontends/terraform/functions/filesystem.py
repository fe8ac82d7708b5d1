"""Functions on paths and files. Files are read inside the scan's root and nowhere else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from posixpath import join, normpath

from ....core.diagnostic import Diagnostic
from ....core.source import Source
from ....core.text_location import Passage
from ..values.equality import set_value
from ..values.types import BOOL, STRING, MapType, ObjectType, SetType
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    LimitError,
    TerraformValue,
    boolean,
    first_unknown,
    string,
    unknown,
    with_place,
)
from .signature import Arguments, Body, Declared, Parameter, check_count, parameters, undecided
from .unmodelled import UndecidedResult

_NAMES = re.compile(r"(?!\*\*)[^*?\[\]{}\\]*[*?]?[^*?\[\]{}\\]*")
_LONGEST_PATTERN = 300
_DIRECTORIES = re.compile(r"(?:[\w-][\w.-]*(?:/[\w-][\w.-]*)*)?")


def _located(path: str, context: CallContext) -> str:
    """Return a path relative to the scan's root; raise Undecided for one outside it."""
    if path.startswith(("/", "~")) or "\0" in path or "\\" in path:
        raise UndecidedResult(f"the file {path!r} is not below the scanned directory")
    located = normpath(join(context.root_directory, path))
    if located == ".." or located.startswith("../"):
        raise UndecidedResult(f"the file {path!r} is not below the scanned directory")
    return "" if located == "." else located


def _source(path: str, context: CallContext) -> Source:
    found = context.files.read(_located(path, context))
    if isinstance(found, Diagnostic):
        raise UndecidedResult(f"the file {path!r} cannot be read: {found.summary}")
    if found is None and context.may_write(_located(path, context)):
        raise _UnwrittenError(path)
    if found is None:
        raise EvaluationError(f"no file exists at {path!r}")
    return found


class _UnwrittenError(Exception):
    """A file is not there before the configuration writes it."""


def _read(body: Body) -> Body:
    """Return a function's body that leaves open what a file holds that is not yet written."""

    def reading(arguments: Arguments, context: CallContext) -> TerraformValue:
        try:
            return body(arguments, context)
        except _UnwrittenError as error:
            reason = f"the file {str(error)!r} is written by the configuration itself"
            return unknown(reason, STRING, never_null=True, like=arguments[0])

    return reading


def _file(arguments: Arguments, context: CallContext) -> TerraformValue:
    found = _source(arguments[0].text, context)
    if found.encoding != "utf-8":
        raise UndecidedResult(f"the file {arguments[0].text!r} begins with a byte order mark")
    return _read_from(found, string(found.text))


def _bytes(path: str, context: CallContext) -> bytes:
    content = context.files.find_bytes(_located(path, context))
    if content is None:
        _source(path, context)
        raise UndecidedResult(f"the file {path!r} cannot be read")
    return content


def _of_bytes(change: Callable[[bytes], str]) -> Function:
    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        return string(change(_bytes(arguments[0].text, context)))

    return Declared(_read(body), parameters(("path", STRING)), STRING)


def _exists(arguments: Arguments, context: CallContext) -> TerraformValue:
    path = arguments[0].text
    located = _located(path, context)
    exists = context.files.find_bytes(located) is not None
    if not exists and context.may_write(located):
        raise UndecidedResult(f"the file {path!r} is written by the configuration itself")
    return boolean(exists)


def _template_file(arguments: Arguments, context: CallContext) -> TerraformValue:
    path, variables = arguments
    if not isinstance(variables.type, MapType | ObjectType) and variables.unknown is None:
        raise EvaluationError("invalid vars value: must be a map")
    if path.unknown is not None or variables.unknown is not None:
        return undecided(first_unknown(path) or variables)
    source = _source(path.text, context)
    return _read_from(source, context.render(source, variables.entries))


def _template_string(arguments: Arguments, context: CallContext) -> TerraformValue:
    template, variables = arguments
    if not isinstance(variables.type, MapType | ObjectType) and variables.unknown is None:
        raise EvaluationError("invalid vars value: must be a map")
    if template.unknown is not None or variables.unknown is not None:
        return undecided(first_unknown(template) or variables, STRING)
    return rendered_text(template, variables, context)


def rendered_text(
    template: TerraformValue, variables: TerraformValue, context: CallContext
) -> TerraformValue:
    """Return what a text that is a template makes; its lines stand in no file."""
    source = Source("the template", template.text)
    try:
        text = context.render(source, variables.entries)
    except LimitError:
        raise
    except EvaluationError as error:
        raise EvaluationError(f"the template cannot be rendered: {error.summary}") from error
    return with_place(text, template.place)


def _read_from(source: Source, text: TerraformValue) -> TerraformValue:
    """Return the text that a file holds or makes, with its lines in that file."""
    return replace(text, passage=Passage(source, 0, len(source.text)))


def _digest_base64(name: str, content: bytes) -> str:
    return base64.b64encode(hashlib.new(name, content).digest()).decode()


def _file_set(arguments: Arguments, context: CallContext) -> TerraformValue:
    """Return the files of a directory whose names match a pattern."""
    path, pattern = arguments[0].text, arguments[1].text
    directory, _, names = pattern.rpartition("/")
    if (
        len(pattern) > _LONGEST_PATTERN
        or not _NAMES.fullmatch(names)
        or not _DIRECTORIES.fullmatch(directory)
    ):
        raise UndecidedResult("`fileset` with such a pattern is not supported")
    written = re.escape(names).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
    prefix = f"{directory}/" if directory else ""
    found = context.files.list(_located(join(path, directory), context))
    check_count(len(found), context)
    matching = (name for name in (each.rpartition("/")[2] for each in found))
    return set_value(
        STRING, [string(prefix + name) for name in matching if re.fullmatch(written, name)]
    )


def _base_name(path: str) -> str:
    stripped = path.rstrip("/")
    if not stripped:
        return "/" if path else "."
    return stripped.rpartition("/")[2]


def _directory_name(path: str) -> str:
    return _clean(path.rpartition("/")[0] + ("/" if "/" in path else ""))


def _clean(path: str) -> str:
    cleaned = normpath(path) if path else "."
    return cleaned[1:] if cleaned.startswith("//") else cleaned


def _on_path(change: Callable[[str], str]) -> Function:
    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        return string(change(arguments[0].text))

    return Declared(body, parameters(("path", STRING)), STRING)


def _absolute(path: str) -> str:
    if not path.startswith("/"):
        raise UndecidedResult("the directory that Terraform runs in is not known")
    return _clean(path)


def _expanded(path: str) -> str:
    if path.startswith("~"):
        raise UndecidedResult("the home directory that Terraform runs with is not known")
    return path


def file_functions() -> Mapping[str, Function]:
    """Return the functions on paths and files by name."""
    path = parameters(("path", STRING))
    return {
        "abspath": _on_path(_absolute),
        "basename": _on_path(_base_name),
        "dirname": _on_path(_directory_name),
        "pathexpand": _on_path(_expanded),
        "file": Declared(_read(_file), path, STRING),
        "fileexists": Declared(_exists, path, BOOL),
        "filebase64": _of_bytes(lambda content: base64.b64encode(content).decode()),
        "filebase64sha256": _of_bytes(lambda content: _digest_base64("sha256", content)),
        "filebase64sha512": _of_bytes(lambda content: _digest_base64("sha512", content)),
        "fileset": Declared(
            _file_set, parameters(("path", STRING), ("pattern", STRING)), SetType(STRING)
        ),
        "filemd5": _of_bytes(lambda content: hashlib.md5(content).hexdigest()),
        "filesha1": _of_bytes(lambda content: hashlib.sha1(content).hexdigest()),
        "filesha256": _of_bytes(lambda content: hashlib.sha256(content).hexdigest()),
        "filesha512": _of_bytes(lambda content: hashlib.sha512(content).hexdigest()),
        "templatestring": Declared(
            _template_string,
            (
                Parameter("template", STRING, allows_unknown=True),
                Parameter("vars", allows_unknown=True),
            ),
        ),
        "templatefile": Declared(
            _read(_template_file),
            (
                Parameter("path", STRING, allows_unknown=True),
                Parameter("vars", allows_unknown=True),
            ),
        ),
    }
