"""The files that keep what is costly to make between runs."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from iacguard.core import user_cache


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache directory of the user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "iacguard"


def test_what_is_kept_is_read_back(cache: Path):
    """A text under a key is found again; the file belongs to the user alone."""
    user_cache.write("key", '{"a": 1}')

    assert '{"a": 1}' == user_cache.read("key")
    assert 0o700 == stat.S_IMODE(cache.stat().st_mode)
    assert 0o600 == stat.S_IMODE((cache / "key.json").stat().st_mode)
    assert ["key.json"] == [file.name for file in cache.iterdir()]


def test_nothing_is_found_under_another_key(cache: Path):
    """What was made of another source is not taken for this."""
    user_cache.write("key", "{}")

    assert None is user_cache.read("other")


def test_a_file_that_others_can_write_to_is_not_believed(cache: Path):
    """What somebody else may have changed is made again."""
    user_cache.write("key", "{}")
    (cache / "key.json").chmod(0o666)

    assert None is user_cache.read("key")


def test_a_directory_that_others_can_write_to_is_not_used(cache: Path):
    """A shared directory is neither read nor written."""
    cache.mkdir()
    cache.chmod(0o777)

    user_cache.write("key", "{}")

    assert [] == list(cache.iterdir())


def test_a_link_is_not_believed(cache: Path, tmp_path: Path):
    """A cache file that is a link may lead anywhere and is not followed."""
    user_cache.write("key", "{}")
    (cache / "key.json").rename(tmp_path / "elsewhere")
    (cache / "key.json").symlink_to(tmp_path / "elsewhere")

    assert None is user_cache.read("key")


def test_a_damaged_file_is_not_believed(cache: Path):
    """A file that was cut short is made again."""
    user_cache.write("key", '{"a": 1}')
    file = cache / "key.json"
    file.write_text(file.read_text()[:-1])

    assert None is user_cache.read("key")


def test_a_directory_that_cannot_be_made_is_done_without(tmp_path: Path, monkeypatch):
    """Where nothing can be kept everything is made anew each time."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    user_cache.write("key", "{}")

    assert None is user_cache.read("key")


def test_a_relative_cache_directory_is_ignored(monkeypatch):
    """The cache is never looked for relative to the working directory."""
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("HOME", "/home/somebody")

    assert Path("/home/somebody/.cache/iacguard") == user_cache.directory()
