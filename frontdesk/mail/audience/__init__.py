"""Whom mail goes to: lists, segments, imports, and what an audience of both means.

    sql, params = audience.select_sql(campaign.audience, org_id)
    cursor.execute(f"insert into campaign_recipient (…) select …, contact_id from ({sql}) audience", [..., *params])

An audience is ``{"list_ids", "segment_ids", "exclude_list_ids", "exclude_segment_ids"}``, all optional.
"""

from frontdesk.mail.audience.selection import check_audience, count, named, select_sql

__all__ = ["check_audience", "count", "named", "select_sql"]
