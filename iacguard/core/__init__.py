"""What every stage speaks of: sources, values, verdicts, diagnostics, outcomes.

Pure: the standard library only, no input or output.
"""
