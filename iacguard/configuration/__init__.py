"""The configuration file: its keys, their values and where each was written."""
