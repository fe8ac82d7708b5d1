"""Reports in every output format, each a pure function to text."""
