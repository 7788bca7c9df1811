"""Hard limits: tokens are reserved before a call, settled after it, and never given out twice.

A limit is a row of ``ai_quota``. A process leases tokens of it (``ai_quota_take``) and reserves from its leases in
memory; what is spent becomes ``used`` in the transaction that writes the ledger (``ai_quota_settle``). Used and leased
together never exceed the limit, whatever the number of processes; leases of a dead process return after 30 seconds.
"""

from frontdesk.ai.quotas.errors import QuotaExceeded
from frontdesk.ai.quotas.purses import Wanted
from frontdesk.ai.quotas.reservations import Reservation, reserve

__all__ = ["QuotaExceeded", "Reservation", "Wanted", "reserve"]
