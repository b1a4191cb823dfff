"""Many articles in one run."""
