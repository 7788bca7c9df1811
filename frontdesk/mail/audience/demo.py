"""Segments of the demo, and what Northgate knows of its contacts; loaded after the campaigns with their readers."""

from django.db import connection
from django.utils import timezone

from frontdesk.mail.audience import segments
from frontdesk.mail.models import Segment
from frontdesk.orgs.models import Organization
from frontdesk.platform import tenancy

SEGMENTS = (
    (
        "Reads our letters",
        "Opened one in the last 30 days, and may still be written to.",
        [
            {"field": "opened", "operator": "did", "value": {"days": 30}},
            {"field": "is_suppressed", "operator": "is_false"},
        ],
    ),
    (
        "Families in the north",
        "For the open evening in Leeds.",
        [
            {"field": "fields.interests", "type": "list", "operator": "has", "value": "family visas"},
            {"field": "fields.city", "type": "text", "operator": "one_of", "value": ["Leeds", "York"]},
        ],
    ),
)
# Always the same people, told by the number in their address.
_KNOWN = """
update contacts set
  fields = fields || jsonb_build_object('visits', n %% 7, 'interests', case n %% 3
    when 0 then '["family visas", "citizenship"]'::jsonb when 1 then '["work permits"]'::jsonb else '[]'::jsonb end),
  consent = case when n %% 5 = 0 or consent ? 'marketing_mail' then consent else consent || %s::jsonb end
from (select id as of, substring(email from '[0-9]+')::int as n from contacts where organization_id = %s) numbered
where contacts.id = numbered.of and n is not null
"""


def load() -> None:
    """Adds them once; running it again changes nothing. The caller refuses it in production."""
    with tenancy.platform("demo"):
        northgate = Organization.objects.get(slug="northgate")
    with tenancy.tenant(northgate.id):
        if Segment.objects.exists():
            return
        agreed = (
            f'{{"marketing_mail": {{"state": "granted", "at": "{timezone.now().isoformat()}", "text": "Sign-up"}}}}'
        )
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN, [agreed, northgate.id])
        for name, description, conditions in SEGMENTS:
            made = Segment(organization=northgate, name=name, description=description)
            made.filter = {"match": "all", "conditions": conditions}
            made.last_count, made.counted_at = segments.count(northgate.id, made.filter), timezone.now()
            made.save()
