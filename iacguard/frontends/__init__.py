"""The input languages, each lowered to the one model; none knows a rule."""
