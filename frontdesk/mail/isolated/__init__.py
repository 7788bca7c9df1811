"""Reading mail in a process of its own. Without Django, so that it begins at once."""
