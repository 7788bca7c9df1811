"""Dates, action items and decisions by linguistic rules, in English and Spanish. Nothing is said that was not there.

    extract.extract(text, now=now, timezone="Europe/London").actions

Pure: no model, no clock, no network.
"""

from frontdesk.ai.local.extract.extracting import extract
from frontdesk.ai.local.extract.model import Action, DateKind, Decision, Extraction, FoundDate

__all__ = ["Action", "DateKind", "Decision", "Extraction", "FoundDate", "extract"]
