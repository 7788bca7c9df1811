"""What servers write of the mail itself."""

from frontdesk.mail.parsing.model import Reason

# fmt: off
PATTERNS: dict[Reason, tuple[str, ...]] = {
    Reason.VIRUS_DETECTED: (
        r"(?<!spam or )(?<!for )(?<!no )\bvirus(?:es)?\b",
        r"\bmalware\b",
        r"\btrojan\b",
        r"infected",
        r"malicious",
        r"phishing",
        r"potentially executable attachment",
        r"\bworm\b.{0,30}(?:found|detected)",
    ),
    Reason.MESSAGE_TOO_BIG: (
        r"(?:message|mail|e-?mail|file|it|content|attachment|data|body)\b.{0,50}\b(?<!queue )too (?:big|large|long)",
        r"too (?:big|large) (?:message|mail)",
        r"(?:message|mail|e-?mail|attachment)s? ?size\b.{0,40}(?:exceed|limit|larger|maximum|too)",
        r"exceed\w*.{0,60}(?:message|maximum|inbound|fixed|allowed|attachment).{0,20}size",
        r"max(?:imum)?\.? (?:message|mail|allowed|e-?mail) size",
        r"size (?:limit|exceeds)(?!.{0,30}mailbox)",
        r"message length exceeds|line limit exceeded",
        r"(?:recip|sender?)\w*sizelimit",
        r"larger than the (?:current )?(?:system |maximum )?(?:limit|size|allowed)",
        r"(?:nachricht|mail|e-mail).{0,40}(?:zu gro(?:ß|ss)|überschreitet.{0,30}größe)",
        r"trop (?:volumineux|gros|grand)|taille limite",
        r"demasiado grande|excede el tamaño",
        r"troppo grande|supera le dimensioni",
        r"muito grande|excede o tamanho",
        r"слишком (?:больш|велик)",
        r"(?:メール|メッセージ).{0,20}(?:サイズ|大き)",
        r"邮件.{0,12}(?:过大|太大|超过.{0,8}大小)",
    ),
    Reason.SPAM_DETECTED: (
        r"(?<!unusual rate of )unsolicited",
        r"\bspam\b(?! ?haus| ?cop)(?!.{0,30}(?:black ?list|dnsbl|rbl))",
        r"\bspam-?like",
        r"\bube\b",
        r"\buce\b",
        r"spamassassin|spamprofiler|anti-?spam",
        r"content.{0,30}(?:reject|den(?:y|ied)|filter|banned|unacceptable)",
        r"message (?:was )?filtered",
        r"bulk (?:e-?)?mail",
        r"\burls? .{0,40}black ?list",
        r"\b(?:s|u)urbl|\buribl",
        r"similar to spam",
        r"рассылк|спам",
        r"垃圾邮件|迷惑メール|スパム",
        r"recurrent pattern",
        r"banned content|mail content denied",
        r"reject(?:ed)?,? .{0,12}id=\d",
        r"unacceptable content|bulk\.advertising|reject\w* mail content|spamming|blocked by our filter|mail score",
        r"sender domain listed at|nature of the content",
        r"considered .{0,20}junk|junk mail",
    ),
    Reason.NOT_COMPLIANT_RFC: (
        r"rfc ?\d{3,4}(?![\d;])",
        r"not (?:rfc )?compliant|noncompliant|multiple (?:addresses|from)\b",
        r"duplicate header|multiple .{0,20} headers?|missing (?:a valid|header|message-id|date|from)|bare (?:lf|"
        r"newline|cr)",
    ),
    Reason.POLICY_VIOLATION: (
        r"polic(?:y|ies)",
        r"illegal attachment|attachment.{0,40}(?:not allowed|blocked|prohibited|forbidden|denied|illegal|rejected)",
        r"(?:executable|\.exe|\.zip|file type|extension).{0,40}(?:not allowed|blocked|forbidden|denied|prohibited)",
        r"members?-only|non-?members?|not (?:a )?(?:member|subscribed)|closed (?:mailing )?list|moderat",
        r"potential security|security issue|prohibited content",
        r"header (?:error|are not|is not|contains)",
        r"mass mailer|organi[sz]ational settings|low priority|transport\.rules|rule imposed|protocol violation",
        r"greylist|graylist|grey-?list",
    ),
    Reason.CONTENT_ERROR: (
        r"header.{0,30}(?:size|too|invalid|improper|malformed)|mime|8-?bit|base64|charset|encoding|"
        r"malformed(?! (?:\w+ )?address)|"
        r"line (?:too )?long|non-?ascii|smtputf8|conversion|content type|media",
    ),
}
