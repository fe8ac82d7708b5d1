"""AWS's audit pipeline, free of any input language. Dataclasses only."""
