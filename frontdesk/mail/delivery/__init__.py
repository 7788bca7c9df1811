"""The outbox: mail is accepted into rows, and a job claims, sends and records them."""

from frontdesk.mail.delivery.accepting import Accepted, Order, queue
from frontdesk.mail.delivery.sending import deliver, deliver_due, wake

__all__ = ["Accepted", "Order", "deliver", "deliver_due", "queue", "wake"]
