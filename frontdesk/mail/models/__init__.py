"""Everything the mail domain keeps."""

from frontdesk.mail.models.outbox import (
    EmailEngagement,
    EmailMessage,
    EmailMessageEvent,
    EngagementKind,
    MailSettings,
    MessageStatus,
    ReceivedMail,
)
from frontdesk.mail.models.templates import (
    EmailBlock,
    EmailTemplate,
    EmailTemplateDraft,
    EmailTemplateSample,
    EmailTemplateVersion,
    EmailTypeLock,
    FromAddressType,
    SourceFormat,
    TemplateCategory,
)

__all__ = [
    "EmailBlock",
    "EmailEngagement",
    "EmailMessage",
    "EmailMessageEvent",
    "EmailTemplate",
    "EmailTemplateDraft",
    "EmailTemplateSample",
    "EmailTemplateVersion",
    "EmailTypeLock",
    "EngagementKind",
    "FromAddressType",
    "MailSettings",
    "MessageStatus",
    "ReceivedMail",
    "SourceFormat",
    "TemplateCategory",
]
