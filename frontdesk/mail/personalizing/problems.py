"""What somebody should know of a campaign's personalisation before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from frontdesk.mail.campaigns.findings import Finding
from frontdesk.mail.personalizing.forecasting import Forecast

# At its time a scheduled campaign goes out all the same: as its template stands.
NO_MODEL = "ai_no_model"


def find_problems(found: Forecast) -> Iterator[Finding]:
    values: dict[str, object] = {"people": found.people, "model": found.model, "quota_left": found.quota_left}
    if found.code == "no_model":
        message = (
            f"No model can write for each recipient: {found.words} Choose another one at the template, or turn "
            "personalisation off for this campaign."
        )
        yield Finding("error", NO_MODEL, message, "content", None, values)
    elif found.code in ("over_quota", "over_cap", "no_price"):
        yield Finding("warning", f"ai_{found.code}", found.words, "content", None, values)
