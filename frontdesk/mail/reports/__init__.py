"""What became of an organization's mail, counted."""
