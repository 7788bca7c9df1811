"""The outbox: mail is accepted into rows, and a job claims, sends and records them."""

from frontdesk.mail.delivery.accepting import Accepted, queue, write_again
from frontdesk.mail.delivery.orders import Order
from frontdesk.mail.delivery.sending import deliver_due
from frontdesk.mail.delivery.waking import deliver, deliver_urgent, wake
from frontdesk.mail.delivery.ways import pause_provider, resume_provider

__all__ = [
    "Accepted",
    "Order",
    "deliver",
    "deliver_due",
    "deliver_urgent",
    "pause_provider",
    "queue",
    "resume_provider",
    "wake",
    "write_again",
]
