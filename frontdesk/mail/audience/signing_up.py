"""People who put themselves on a list by a form, wherever it stands.

Whoever fills it in learns nothing of who is known here: the answer is the same for every address, and what differs is
done later, by a job.
"""

import re
from uuid import UUID

from frontdesk.mail.audience.importing.cells import ADDRESS
from frontdesk.mail.models import MailList, Subscription, SubscriptionState
from frontdesk.mail.subscriptions import opt_in
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Contact, SuppressionReason
from frontdesk.platform import email_addresses, jobs

SOURCE = "form"
LONGEST_NAME = 80
# An address of the web or of mail, in whatever disguise mail programs make a link of.
_LURE = re.compile(r"[/:@<>{}]|www\.|\w\.\w{2,}", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Their owner has to be asked by other ways: the one has no mailbox, the other wanted to be forgotten.
_NEVER = {SuppressionReason.ERASED, SuppressionReason.HARD_BOUNCE}


def find_list(list_id: UUID) -> MailList | None:
    found: MailList | None = MailList.objects.filter(id=list_id, archived_at__isnull=True).first()
    return found


def read_address(text: str) -> str | None:
    address = email_addresses.to_ascii(text.strip().lower())
    return address if len(address) <= 254 and ADDRESS.fullmatch(address) else None


def sign_up(wanted: MailList, *, email: str, full_name: str, locale: str) -> None:
    """Notes the wish. Who is new is made a contact; who is there already is left as they are."""
    org_id = wanted.organization_id
    if suppressions.find_suppressed(org_id, [email], dead_only=False).get(email) in _NEVER:
        return
    name = _read_name(full_name)
    contact, _ = Contact.objects.get_or_create(
        organization_id=org_id, email=email, defaults={"full_name": name, "locale": locale, "source": SOURCE}
    )
    suppressions.show_at_contact(org_id, email)
    Subscription.objects.get_or_create(
        organization_id=org_id,
        list=wanted,
        contact=contact,
        defaults={"state": SubscriptionState.PENDING, "source": SOURCE},
    )
    jobs.enqueue(ask, org_id=org_id, list_id=wanted.id, contact_id=contact.id)


def _read_name(text: str) -> str:
    """It stands in the mail that asks, which goes to whomever a stranger names: it must not be a message of theirs."""
    name = " ".join(_CONTROL.sub(" ", text).split())
    return "" if len(name) > LONGEST_NAME or _LURE.search(name) else name


@jobs.task("mail.ask_subscriber", in_tenant=True)
def ask(*, list_id: UUID, contact_id: UUID) -> None:
    """Asks by a mail. Without double opt-in they are on the list at once, unless that would bring somebody back."""
    wanted = find_list(list_id)
    contact = Contact.objects.filter(id=contact_id).first()
    row = Subscription.objects.filter(list_id=list_id, contact_id=contact_id).first()
    if wanted is None or contact is None or row is None or row.state == SubscriptionState.SUBSCRIBED:
        return
    is_known_not_to_want = (
        row.state == SubscriptionState.UNSUBSCRIBED
        or contact.suppressed_at is not None
        or contact.consent.get("marketing_mail", {}).get("state") == "denied"
    )
    if wanted.is_double_opt_in or is_known_not_to_want:
        opt_in.send_confirmation(wanted, contact)
    else:
        opt_in.subscribe(wanted, contact, source=SOURCE, text=f"Signed up for “{wanted.name}” by the form.")
