"""Rules as data: read, checked and judged."""
