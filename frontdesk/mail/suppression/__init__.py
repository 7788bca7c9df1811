"""The addresses that get no mail, or no marketing, as people work with them. What holds: ``orgs.suppressions``."""
