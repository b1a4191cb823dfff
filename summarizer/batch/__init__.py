"""Many articles: what to brief, how fast and for how much, and where the briefings go."""
