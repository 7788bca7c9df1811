"""Who fetched a pixel or followed a link: a person's mail program, or a machine on the way. Pure.

A machine is, by these rules:

- a program that says so: proxies which fetch the pictures of a mail for their users, whether these look at it or not
  (Apple Mail Privacy Protection, which names itself ``Mozilla/5.0`` and nothing else; the image proxies of Google and
  Yahoo), security scanners, makers of link previews, scripts, and who names no program at all;
- a request for the headers alone (HEAD), or one that says it fetches in advance (``Purpose``, ``Sec-Purpose``);
- an opening or click within ``TOO_SOON`` of the sending: nobody reads that fast;
- ``MANY_LINKS`` different links of a mail followed within ``BURST``: a scanner tries all. Those before count with it.

The last two need the mail's history and are decided by the statement that records (``recording``). Scanners that
pretend to be a browser and take their time are counted as people: no list of addresses is kept to know them by.
"""

import re
from collections.abc import Mapping
from datetime import timedelta

TOO_SOON = timedelta(seconds=2)
BURST = timedelta(seconds=1)
MANY_LINKS = 3

_NAMED = re.compile(
    r"^mozilla/5\.0$|googleimageproxy|ggpht\.com|yahoomailproxy"
    r"|barracuda|proofpoint|mimecast|bitdefender|trend ?micro|symantec|messagelabs|ironport|sophos|fortinet|forcepoint"
    r"|trustwave|vade ?secure|zscaler|cloudmark|fireeye|urldefense|safelinks|virustotal|phish"
    # A telephone maker is called Cubot.
    r"|(?<!cu)bot\b|crawl|spider|slurp|scanner|link ?check|monitor|headless|prefetch|preview"
    r"|facebookexternalhit|whatsapp|slack-imgproxy|embedly"
    r"|^curl/|^wget/|python|^go-http-client|^java/|okhttp|libwww|apache-httpclient|node-fetch|axios|^ruby|^php",
    re.IGNORECASE,
)
_IN_ADVANCE = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def is_machine(method: str, headers: Mapping[str, str]) -> bool:
    """What the request alone tells."""
    program = headers.get("User-Agent", "").strip()
    if method == "HEAD" or not program or _NAMED.search(program):
        return True
    purposes = (headers.get(name, "") for name in ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz"))
    return any(_IN_ADVANCE.search(purpose) for purpose in purposes)
