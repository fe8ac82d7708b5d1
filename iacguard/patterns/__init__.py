"""CloudWatch Logs filter patterns: what they match, and whether one covers another."""
