"""Contacts from a CSV file: looked at, mapped, and taken in by chunks of which none is lost and none counts twice."""
