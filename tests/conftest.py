"""Fixtures and flags that all tests share."""

from __future__ import annotations

import pytest
from searches import register_profiles

register_profiles()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites golden files."""
    parser.addoption(
        "--update-golden", action="store_true", help="Write golden files instead of comparing."
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are rewritten; read the difference in review."""
    return bool(request.config.getoption("--update-golden"))
