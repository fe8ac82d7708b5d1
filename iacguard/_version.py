"""The version of iacguard, read by the build and by ``iacguard --version``."""

__version__ = "0.1.0"
