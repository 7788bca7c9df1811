"""A/B tests: what the numbers are worth, and when a winner may be called one. Pure."""
