"""Functions that encode and decode: JSON, YAML, CSV, Base64, URLs, digests."""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote_plus, unquote_plus
from uuid import NAMESPACE_DNS, NAMESPACE_OID, NAMESPACE_URL, NAMESPACE_X500, UUID, uuid5

from ..values.bounds import MAXIMUM_TEXT, check_length
from ..values.core_values import core_value
from ..values.types import DYNAMIC, STRING
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    LimitError,
    TerraformValue,
    list_value,
    object_value,
    string,
)
from . import yaml_reading
from .json_reading import decode, decoded_structure
from .json_text import json_parts
from .signature import Arguments, Declared, Parameter, check_count, parameters, text_of, undecided
from .unmodelled import UndecidedResult
from .yaml_text import yaml_of

_NAMESPACES = {
    "dns": NAMESPACE_DNS,
    "url": NAMESPACE_URL,
    "oid": NAMESPACE_OID,
    "x500": NAMESPACE_X500,
}
_BAD_ESCAPE = re.compile("%(?![0-9a-fA-F]{2})")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _on_text(change: Callable[[str], str]) -> Function:
    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        return string(change(arguments[0].text))

    return Declared(body, parameters(("str", STRING)), STRING)


def _json_encode(arguments: Arguments, context: CallContext) -> TerraformValue:
    value = arguments[0]
    parts, cause = json_parts(value)
    return replace(text_of(parts, cause), encodes=core_value(value))


def _json_decode(arguments: Arguments, context: CallContext) -> TerraformValue:
    text = arguments[0]
    if text.unknown is None:
        return decode(text.text)
    # Of a text that is made from a structure, that structure is known as far as it goes.
    found = None if text.encodes is None else decoded_structure(text.encodes)
    return undecided(text) if found is None else found


def _yaml_encode(arguments: Arguments, context: CallContext) -> TerraformValue:
    return string(yaml_of(arguments[0]))


def _yaml_decode(arguments: Arguments, context: CallContext) -> TerraformValue:
    text = arguments[0].text
    context.spend(len(text) // 64)
    return yaml_reading.decode(text)


def _csv_decode(arguments: Arguments, context: CallContext) -> TerraformValue:
    text = arguments[0].text
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise EvaluationError("the text is not CSV") from error
    rows = [row for row in rows if row]
    if not rows:
        raise EvaluationError("missing header line")
    header, *lines = rows
    if len(set(header)) != len(header):
        raise EvaluationError("a column name is repeated")
    check_count(len(lines) * len(header), context)
    if any(len(line) != len(header) for line in lines):
        raise EvaluationError("wrong number of fields in a line")
    found = [object_value(dict(zip(header, map(string, line)))) for line in lines]
    return list_value(object_value(dict.fromkeys(header, string(""))).type, found)


def _base64_decode(text: str) -> str:
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise EvaluationError("the text is not Base64 of UTF-8 text") from error


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _text_encode(arguments: Arguments, context: CallContext) -> TerraformValue:
    text, encoding = arguments[0].text, arguments[1].text
    if encoding not in _CODECS:
        raise UndecidedResult(f"the encoding `{encoding}` is not supported")
    return string(base64.b64encode(text.encode(_CODECS[encoding])).decode())


_CODECS = {"UTF-8": "utf-8", "UTF-16LE": "utf-16-le", "UTF-16BE": "utf-16-be"}


def _text_decode(arguments: Arguments, context: CallContext) -> TerraformValue:
    text, encoding = arguments[0].text, arguments[1].text
    if encoding not in _CODECS:
        raise UndecidedResult(f"the encoding `{encoding}` is not supported")
    try:
        content = base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise EvaluationError("the text is not Base64") from error
    try:
        return string(content.decode(_CODECS[encoding]))
    except UnicodeDecodeError as error:
        raise UndecidedResult(f"the bytes are not a text in {encoding}") from error


def _gunzip(text: str) -> str:
    """Return the text that is packed and written in Base64; OpenTofu's ``base64gunzip``."""
    try:
        packed = base64.b64decode(text, validate=True)
        unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        content = unpacker.decompress(packed, 4 * MAXIMUM_TEXT)
        # What is left packed makes it longer still.
        check_length(len(content) + len(unpacker.unconsumed_tail))
        if not unpacker.eof:
            raise ValueError("the end is missing")
        return content.decode()
    except LimitError:
        raise
    except (binascii.Error, zlib.error, ValueError) as error:
        raise EvaluationError("the text is not Base64 of a packed text") from error


def _url_decode(text: str) -> str:
    """Return a text out of a URL's query; OpenTofu's ``urldecode``."""
    if _BAD_ESCAPE.search(text):
        raise EvaluationError("the text holds a `%` that begins no escape")
    return unquote_plus(text)


def _uuid(arguments: Arguments, context: CallContext) -> TerraformValue:
    named, name = arguments[0].text, arguments[1].text
    if named not in _NAMESPACES and not _UUID.fullmatch(named):
        raise EvaluationError("the namespace is neither a UUID nor one of dns, url, oid, x500")
    return string(str(uuid5(_NAMESPACES.get(named) or UUID(named), name)))


def _digest(name: str) -> Function:
    return _on_text(lambda text: hashlib.new(name, text.encode()).hexdigest())


def _digest_base64(name: str) -> Function:
    return _on_text(
        lambda text: base64.b64encode(hashlib.new(name, text.encode()).digest()).decode()
    )


def encoding_functions() -> Mapping[str, Function]:
    """Return the encoding functions by name."""
    return {
        "jsonencode": Declared(
            _json_encode, (Parameter("val", allows_null=True, allows_unknown=True),), STRING
        ),
        "jsondecode": Declared(
            _json_decode, (Parameter("str", STRING, allows_unknown=True),), DYNAMIC
        ),
        "yamlencode": Declared(
            _yaml_encode, (Parameter("value", allows_null=True, allows_unknown=True),), STRING
        ),
        "yamldecode": Declared(_yaml_decode, parameters(("src", STRING)), DYNAMIC),
        "csvdecode": Declared(_csv_decode, parameters(("str", STRING)), DYNAMIC),
        "base64encode": _on_text(_base64),
        "base64decode": _on_text(_base64_decode),
        "textencodebase64": Declared(
            _text_encode, parameters(("string", STRING), ("encoding", STRING)), STRING
        ),
        "textdecodebase64": Declared(
            _text_decode, parameters(("source", STRING), ("encoding", STRING)), STRING
        ),
        "uuidv5": Declared(_uuid, parameters(("namespace", STRING), ("name", STRING)), STRING),
        "urlencode": _on_text(lambda text: quote_plus(text, safe="~")),
        "urldecode": _on_text(_url_decode),
        "base64gunzip": _on_text(_gunzip),
        "md5": _digest("md5"),
        "sha1": _digest("sha1"),
        "sha256": _digest("sha256"),
        "sha512": _digest("sha512"),
        "base64sha256": _digest_base64("sha256"),
        "base64sha512": _digest_base64("sha512"),
    }
