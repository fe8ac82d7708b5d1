"""iacguard inside other programs. Each module is loaded by its own program, and only by it."""
