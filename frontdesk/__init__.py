"""Frontdesk: one front desk for mail, tickets and meetings, with governed AI."""

__version__ = "0.1.0"
