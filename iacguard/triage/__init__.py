"""What a report means for whoever asked: suppressions, baselines, the gate."""
