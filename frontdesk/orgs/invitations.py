"""Invitations: an offer of a role by mail, accepted by whoever holds the link."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from frontdesk.orgs import access, accounts, audit, emails
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Invitation, Organization, Profile, Role
from frontdesk.platform import events, tenancy
from frontdesk.platform.errors import BadInput, Conflict, NotFound


class InvitationStatus(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REVOKED = "revoked"


def status_of(invitation: Invitation) -> InvitationStatus:
    if invitation.accepted_at:
        return InvitationStatus.ACCEPTED
    if invitation.revoked_at:
        return InvitationStatus.REVOKED
    return InvitationStatus.EXPIRED if invitation.expires_at <= timezone.now() else InvitationStatus.PENDING


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def list_invitations(actor: Actor, *, status: InvitationStatus | None = None, words: str = "") -> QuerySet[Invitation]:
    access.require(actor, Permission.PEOPLE_MANAGE)
    access.require_org(actor)
    now = timezone.now()
    conditions = {
        None: Q(),
        InvitationStatus.ACCEPTED: Q(accepted_at__isnull=False),
        InvitationStatus.REVOKED: Q(revoked_at__isnull=False),
        InvitationStatus.EXPIRED: Q(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__lte=now),
        InvitationStatus.PENDING: Q(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now),
    }
    invitations: QuerySet[Invitation] = Invitation.objects.select_related("invited_by").filter(conditions[status])
    return invitations.filter(email__icontains=words) if words else invitations


def get_invitation(actor: Actor, invitation_id: UUID) -> Invitation:
    access.require(actor, Permission.PEOPLE_MANAGE)
    invitation = Invitation.objects.select_related("invited_by").filter(id=invitation_id).first()
    if invitation is None:
        raise NotFound
    return invitation  # type: ignore[no-any-return]  # the abstract manager is untyped


def invite(actor: Actor, *, email: str, role: Role, message: str = "", expires_in_days: int = 7) -> Invitation:
    """Sends an invitation. Conflict when the person is in the organization or an invitation is open already."""
    access.require(actor, Permission.PEOPLE_MANAGE)
    org_id = access.require_org(actor)
    if role == Role.SUPERADMIN:
        raise BadInput.field("role", "Invite as admin, agent or user.")
    if Profile.objects.filter(organization_id=org_id, email=email).exists():
        raise Conflict(f"{email} is in your organization already.", code="already-member")
    # One that ran out makes way for a new one.
    Invitation.objects.filter(
        email=email, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__lte=timezone.now()
    ).update(revoked_at=timezone.now())
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                organization_id=org_id,
                email=email,
                role=role,
                message=message,
                token_hash=_hash(token),
                invited_by_id=actor.profile_id,
                expires_at=timezone.now() + timedelta(days=expires_in_days),
            )
    except IntegrityError as error:
        raise Conflict(f"{email} has an open invitation. Resend or revoke that one.", code="already-invited") from error
    _send(actor, invitation, token)
    audit.record(
        actor,
        "invitation.sent",
        object_type="invitation",
        object_id=invitation.id,
        label=email,
        changes={"role": role, "expires_in_days": expires_in_days},
    )
    events.record("invitation.sent", record_type="invitation", record_id=invitation.id)
    return get_invitation(actor, invitation.id)


def resend(actor: Actor, invitation_id: UUID) -> Invitation:
    """Sends it again with a new link (the old one stops working) and the full time to accept."""
    invitation = get_invitation(actor, invitation_id)
    if invitation.accepted_at or invitation.revoked_at:
        raise Conflict("This invitation is no longer open. Send a new one.", code="invitation-closed")
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(token)
    invitation.expires_at = timezone.now() + timedelta(days=7)
    invitation.save(update_fields=["token_hash", "expires_at"])
    _send(actor, invitation, token)
    audit.record(actor, "invitation.resent", object_type="invitation", object_id=invitation.id, label=invitation.email)
    return invitation


def revoke(actor: Actor, invitation_id: UUID) -> None:
    invitation = get_invitation(actor, invitation_id)
    if invitation.accepted_at:
        raise Conflict("This invitation was accepted. Deactivate the person instead.", code="invitation-closed")
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        audit.record(
            actor, "invitation.revoked", object_type="invitation", object_id=invitation.id, label=invitation.email
        )
        events.record("invitation.revoked", record_type="invitation", record_id=invitation.id)


def _send(actor: Actor, invitation: Invitation, token: str) -> None:
    organization = Organization.objects.get(id=invitation.organization_id)
    expires = invitation.expires_at.astimezone(ZoneInfo(organization.timezone))
    emails.send(
        org_id=organization.id,
        type="invitation",
        to=invitation.email,
        name=invitation.email.partition("@")[0],
        locale=organization.locale,
        data={
            "inviter_name": actor.full_name or actor.email,
            "role": invitation.role,
            "message": invitation.message,
            "accept_url": emails.page_url(organization.locale, f"invitation?token={token}"),
            "expires_at": expires.strftime("%Y-%m-%d %H:%M %Z"),
        },
    )


def find_by_token(token: str) -> Invitation:
    """The invitation of a link, whoever asks; NotFound for a link that never was or was replaced."""
    with tenancy.accounts():
        invitation = Invitation.objects.select_related("organization").filter(token_hash=_hash(token)).first()
    if invitation is None:
        raise NotFound("This invitation link is not valid. Ask for a new one.")
    return invitation  # type: ignore[no-any-return]  # the abstract manager is untyped


def accept(token: str, *, full_name: str, password: str) -> Profile:
    """Makes the person's sign-in. The link proves the address, so it needs no further confirmation."""
    invitation = find_by_token(token)
    status = status_of(invitation)
    if status != InvitationStatus.PENDING:
        raise Conflict(f"This invitation is {status.value}. Ask for a new one.", code=f"invitation-{status.value}")
    with tenancy.accounts():
        claimed = Invitation.objects.filter(id=invitation.id, accepted_at__isnull=True, revoked_at__isnull=True)
        if not claimed.update(accepted_at=timezone.now()):
            raise Conflict("This invitation was used already.", code="invitation-accepted")
        profile = accounts.create_user(
            email=invitation.email,
            full_name=full_name,
            role=Role(invitation.role),
            organization=invitation.organization,
            password=password,
        )
    with tenancy.tenant(invitation.organization_id, user_id=profile.id, role=profile.role):
        accounts.link_contact(profile)
        audit.record(
            None,
            "invitation.accepted",
            object_type="profile",
            object_id=profile.id,
            label=profile.email,
            org_id=invitation.organization_id,
        )
        events.record("person.joined", record_type="profile", record_id=profile.id)
    return profile
