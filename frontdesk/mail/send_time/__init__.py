"""When to send: the hour at which a person is likely to open a mail (docs/mail-ai.md)."""
