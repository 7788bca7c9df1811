"""What the nightly comparison of the ledger with its counters found."""

from django.db import models
from django.db.models.functions import Now

from frontdesk.orgs.models import Organization
from frontdesk.platform.tenancy import TenantManager


class DriftReport(models.Model):
    """One comparison of one organization (NULL: superadmins' own calls). No drift is a report too."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()  # periods that began then or later were compared
    checked = models.PositiveIntegerField()  # counters
    drift_count = models.PositiveIntegerField()
    # The largest first, at most 200: [{kind: 'usage' | 'organization_quota' | 'person_quota', user_id, model_type,
    # model_id, model_name, period_type, period_start, ledger_tokens, counted_tokens, ledger_requests,
    # counted_requests}]; requests are null for quotas, which do not count them.
    drifts = models.JSONField(default=list)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["DriftReport"]()

    class Meta:
        db_table = "ai_drift_report"
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="ai_drift_org_created")]
