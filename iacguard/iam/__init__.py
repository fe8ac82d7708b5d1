"""Whether policy documents let a principal act on a resource, decided in three values."""
