"""Subjects: suggestions by documented patterns or a chat model, and how many more opens each may bring."""
