"""What calls cost: one row per call, one counter per person, model and period, written with the quota they spent.

Rows, counters and quotas change in one transaction, so the ledger's sum always equals the counters.
"""

from frontdesk.ai.ledger.local import TOKENS_PER_SECOND, note_local
from frontdesk.ai.ledger.recording import drain, enqueue, record, start
from frontdesk.ai.ledger.rows import LedgerRow

__all__ = ["TOKENS_PER_SECOND", "LedgerRow", "drain", "enqueue", "note_local", "record", "start"]
