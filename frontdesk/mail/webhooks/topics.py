"""Which topic of a notification service may tell us of a provider's mail.

Everybody can have a topic, and the service signs for all of them: the first that is proven is kept, in the place of the
webhook's secret, and no other counts until somebody changes or clears it in the settings.
"""

from django.utils import timezone

from frontdesk.mail.models import MailProvider
from frontdesk.mail.webhooks.signatures import Refused
from frontdesk.mail.webhooks.sns import Message
from frontdesk.platform import observe, tenancy

log = observe.logger(__name__)


def check(provider: MailProvider, message: Message, *, pinned: str) -> None:
    """Raises Refused for another topic than the one that is kept; the settings' page shows which."""
    topic = message.get("TopicArn", "")
    if not pinned or topic == pinned:
        return
    said = (
        f"Reports of the topic {topic[:200]} are refused: this provider listens to {pinned[:200]} alone. If the new "
        "one is yours, enter its ARN as the webhook's signing secret."
    )
    with tenancy.platform("mail provider events"):
        MailProvider.objects.filter(id=provider.id).update(last_error=said, last_error_at=timezone.now())
    log.warning("webhook.other_topic", provider_id=str(provider.id), topic=topic[:300], pinned=pinned[:300])
    raise Refused("it is of another topic")


def pin(provider: MailProvider, message: Message) -> None:
    """Keeps the topic where none is kept yet. Raises Refused when another came first."""
    topic = message.get("TopicArn", "")
    if provider.webhook_secret or not topic:
        return
    with tenancy.platform("mail provider events"):
        row = MailProvider.objects.select_for_update().get(id=provider.id)
        kept = row.webhook_secret.reveal() if row.webhook_secret else ""
        if not kept:
            row.webhook_secret = topic
            row.save(update_fields=["webhook_secret"])
            log.info("webhook.topic_kept", provider_id=str(row.id), topic=topic[:300])
    if kept:
        check(provider, message, pinned=kept)
