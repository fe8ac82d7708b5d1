"""Stack sets whose template is written inside another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ...core.limits import Limits
from ...core.source import Source
from .document import LoadedDocument, Scalar, followed
from .library import load
from .recognise import is_template
from .template import Resource, Template

STACK_SET = "AWS::CloudFormation::StackSet"
_BLOCK_HEADER = re.compile(r"\|[-+0-9]{0,2}[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)")
_NOT_A_BREAK = re.compile(r"[^\r\n]")


def inner_documents(
    template: Template, limits: Limits
) -> Iterator[tuple[Resource, LoadedDocument | Diagnostic]]:
    """Yield the templates that stack sets carry as a text, with the resource that carries each.

    Positions are those of the outer file.
    """
    for resource in template.resources.values():
        if resource.type != STACK_SET or resource.properties is None:
            continue
        body = resource.properties.get("TemplateBody")
        if body is None:
            continue
        text = followed(body)
        document = _document(template, text, limits) if isinstance(text, Scalar) else None
        if document is not None and is_template(document.root):
            yield resource, document
            continue
        yield (
            resource,
            Diagnostic(
                rule=NOT_EVALUATED,
                level=Level.NOTE,
                summary=f"the TemplateBody of {resource.logical_id} is not evaluated",
                detail="Only a block literal is read; a file of its own is judged by itself.",
                subject=template.span(body),
            ),
        )


def _document(template: Template, text: Scalar, limits: Limits) -> LoadedDocument | None:
    outer = template.source
    written = outer.text[: text.end]
    header = _BLOCK_HEADER.match(written, text.start)
    if header is None:
        return None
    # Everything before the literal is blanked out, so every offset is the outer file's.
    blank = _NOT_A_BREAK.sub(" ", written[: header.end()])
    return load(Source(outer.path, blank + written[header.end() :], outer.encoding), limits)
