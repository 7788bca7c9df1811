"""Newsletters: drafted, checked, begun, fed to the outbox a little ahead of the senders, and counted."""
