"""YAML and JSON texts read into documents whose every node knows its place."""
