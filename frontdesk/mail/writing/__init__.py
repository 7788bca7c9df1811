"""What models write for templates: generated, rewritten, translated; checked, proposed, accepted by a person."""
