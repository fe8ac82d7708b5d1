"""Bounds on what one scan reads and computes; hostile input meets them, real code does not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every bound of a scan. Going over one is a diagnostic, never a crash."""

    module_file_bytes: int = 2_000_000
    """Of a file that a person writes as a part of a module."""

    document_bytes: int = 5_000_000
    """Of a YAML or JSON document. AWS takes templates of 1 MB; generated ones are larger."""

    file_bytes: int = 200_000_000
    """Of any other file: a plan may have as many."""

    file_tokens: int = 500_000
    """Names, operators and brackets of one file; code has about one in eight bytes."""

    nesting: int = 200
    """Depth of blocks and expressions."""

    yaml_depth: int = 100
    yaml_nodes: int = 400_000
    """Nodes of a document, aliases expanded."""

    evaluation_steps: int = 100_000
    """Expression nodes evaluated for one file's worth of blocks."""

    text_length: int = 1_000_000
    collection_length: int = 10_000

    instances: int = 1_024
    """Instances of one `count` or `for_each`, and of one module tree."""

    module_depth: int = 32
    deployments: int = 4_096
    files: int = 200_000
