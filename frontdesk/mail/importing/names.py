"""Names that senders of mail give to what every mail has, and ours for the same."""

from __future__ import annotations

import re

UNSUBSCRIBE, PREFERENCES, BROWSER = "unsubscribe_url", "preferences_url", "view_in_browser_url"
NO_BROWSER_COPY = "Only newsletters have a page on the web. If this is another type of mail, remove the link."
_SAME = {
    UNSUBSCRIBE: "unsubscribe unsub unsubscribe_link unsubscribe_link_url pm:unsubscribe pm:unsubscribe_url "
    "unsubscribelink unsubscribeurl rejoin_unsub asm_group_unsubscribe_raw_url asm_global_unsubscribe_raw_url "
    "unsubscribe_raw_url subscriber_unsubscribe_url list_unsubscribe_url global_unsubscribe unsub_link "
    "unsubscribe_page_url unsub_center_url system.unsubscribelink manage_unsubscribe_url",
    PREFERENCES: "update_profile updateprofile manage_preferences_link manage_preferences preferences "
    "asm_preferences_raw_url update_preferences preferences_link profile_url preference_center "
    "profile_center_url subscription_center_url manage_preferences_url unsubscribe_preferences",
    BROWSER: "archive web_version webversion mirror weblink web_link view_online browser_url view_in_browser "
    "webview_url webview_text webversion_url view_as_webpage archive_link_short archive_page "
    "view_as_page_url permalink view_email_url web_view view_in_browser_link",
}
_OURS = {name: own for own, names in _SAME.items() for name in names.split()}
# Mailjet writes the language after its links: UNSUB_LINK_EN.
_LANGUAGE = re.compile(r"(?<=unsub_link)_[a-z]{2}\Z")
_SPACED = re.compile(r"(?:asm_\w+|pm:\w+|unsubscribe\w*|weblink|mirror)\Z", re.IGNORECASE)


def known_name(written: str) -> str | None:
    """Our name for a link that the sending program used to provide, where the other name is unmistakable."""
    name = written.strip().lower()
    return _OURS.get(name) if _SPACED.match(name) else None


def link_name(written: str) -> str | None:
    """The same for names of a program that is known."""
    return _OURS.get(_LANGUAGE.sub("", written.strip().lower()))
