"""Lets the tests of each language use what lies in this directory."""
