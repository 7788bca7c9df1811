"""What the first page shows."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Count, Q
from django.utils import timezone

from frontdesk.mail import messages
from frontdesk.mail.models import EmailMessage, EmailTemplate, MessageStatus
from frontdesk.orgs import audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Contact, Invitation, Organization, Profile

RECENT = 5
WEEK = timedelta(days=7)


def describe(actor: Actor) -> dict[str, object]:
    now = timezone.now()
    return {
        "next_steps": _next_steps(actor),
        "counts": _counts(actor, now),
        "recent_mail": _recent_mail(actor),
        "recent_audit": list(audit.list_entries(actor).order_by("-id")[:RECENT])
        if actor.may(Permission.AUDIT_READ)
        else [],
    }


def _next_steps(actor: Actor) -> list[dict[str, object]]:
    steps: dict[str, bool] = {
        "confirm_email": EmailAddress.objects.filter(user_id=actor.profile_id, verified=True).exists(),
        "secure_account": Authenticator.objects.filter(user_id=actor.profile_id).exists(),
    }
    if actor.org_id is None:
        return [{"key": key, "done": done} for key, done in steps.items()]
    own = EmailTemplate.objects.filter(organization_id=actor.org_id)
    if actor.may(Permission.ORGANIZATION_MANAGE):
        organization = Organization.objects.get(id=actor.org_id)
        steps["complete_organization"] = bool(organization.support_address)
    if actor.may(Permission.PEOPLE_MANAGE):
        people = Profile.objects.filter(organization_id=actor.org_id).count()
        steps["invite_colleague"] = people > 1 or Invitation.objects.exists()
    if actor.may(Permission.TEMPLATES_MANAGE):
        steps["edit_template"] = own.exists()
        steps["activate_template"] = own.filter(is_active=True).exists()
    if actor.may(Permission.MAIL_SEND):
        steps["send_test"] = EmailMessage.objects.filter(created_by_id=actor.profile_id).exists()
    if actor.may(Permission.CONTACTS_MANAGE):
        steps["add_contact"] = Contact.objects.exists()
    return [{"key": key, "done": done} for key, done in steps.items()]


def _counts(actor: Actor, now: datetime) -> dict[str, object]:
    names = ("people", "contacts", "templates_active", "mails_last_7_days", "mails_failed_last_7_days")
    counts: dict[str, object] = dict.fromkeys(names, 0)
    if actor.may(Permission.MAIL_READ) and actor.org_id is not None:
        failed = Q(status__in=[MessageStatus.FAILED, MessageStatus.BOUNCED])
        recent = EmailMessage.objects.filter(created_at__gte=now - WEEK)
        mails = recent.aggregate(all=Count("id"), failed=Count("id", filter=failed))
        counts["people"] = Profile.objects.filter(organization_id=actor.org_id).count()
        counts["contacts"] = Contact.objects.count()
        counts["templates_active"] = EmailTemplate.objects.filter(organization_id=actor.org_id, is_active=True).count()
        counts["mails_last_7_days"] = mails["all"]
        counts["mails_failed_last_7_days"] = mails["failed"]
    return {**counts, "as_of": now}


def _recent_mail(actor: Actor) -> list[dict[str, object]]:
    if not actor.may(Permission.MAIL_READ):
        return []
    rows = messages.list_sent(actor, messages.Filters()).values(*messages.LIST_COLUMNS).order_by("-created_at")[:RECENT]
    return [messages.present_sent(row) for row in rows]
