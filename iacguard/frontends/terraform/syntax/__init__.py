"""HCL and its JSON form, read into one tree whose every node knows its place."""
