"""What servers write of themselves, of other servers and of the way between."""

from frontdesk.mail.parsing.model import Reason

# Told apart from a long silence: the name could not be looked up this time.
LOOKUP_FAILED = (
    r"(?:host(?:name)?|domain|name server|dns|mx)\b.{0,40}lookup (?:failure|failed)|name server: .{0,80}failure"
)

# fmt: off
PATTERNS: dict[Reason, tuple[str, ...]] = {
    Reason.NOT_ACCEPT: (
        r"(?:host|domain|server|system).{0,30}(?:does not|doesn'?t|not|never) accept(?:s|ing)? (?:any )?(?:e-?)?mail",
        r"null mx|nullmx|indicated no smtp service",
        r"no mx record",
        r"does not accept mail",
        r"not accepting (?:network )?messages",
        r"name server: \.: host not found",
    ),
    Reason.EXPIRED: (
        r"(?:failed|after|maximum) (?:\d+|delivery) attempts",
        r"could not find a gateway|failed to deliver to domain|failing for a long time|has been delayed",
        r"(?:connection|conversation|session|smtp|delivery|operation|read|message|host|transmission|"
        r"it)\b.{0,40}tim(?:ed|e) ?-?out|connection expired|deferred: ",
        r"(?:delivery|queue|message|retry|envelope).{0,30}(?:expired|time exceeded|timeout exceeded)",
        r"in the (?:mail )?queue (?:for )?(?:too long|more)",
        r"too long in (?:the )?queue|has been in the queue",
        r"giving up|gave up|could ?n[o']t be delivered (?:for|within|after|in)|not (?:been )?delivered (?:for|"
        r"within|after|since)|undelivered (?:for|after)",
        r"retry time (?:not reached|limit|exceeded)|retry timeout|long failure period",
        r"connection refused|(?:did|does) not respond|no (?:answer|response) from|not responding|failed to connect|"
        r"could ?n[o']t connect(?! and send)|"
        r"did not accept our requests? to connect|unable to connect|cannot connect|not been collected after|"
        r"couldn'?t establish|"
        r"connect(?:ion)? (?:to .{0,60})?failed",
        r"(?:unable|failed|not able) to deliver .{0,60}(?:within|in the time|after|for \d)|for the last \d+|"
        r"within \d+ (?:hours|days)|after \d+ (?:hours|days)|\d+ (?:hours|days) .{0,20}(?:tr(?:y|ied)|old)",
        r"queue\.expired|lease expired|zeitüberschreitung|wartezeit|tiempo de espera|délai",
        r"delay(?:ed)? for more|message is delayed|still being retried|will (?:be retried|keep trying|continue)|"
        r"warning:? (?:message|could not send)",
        r"not reachable within|temporary lookup failure|allowed queue period",
    ),
    Reason.NETWORK_ERROR: (
        r"too many hops|exceeded \d+ hops|hop ?count|routing loop|mail(?:ing)? ?loop|looping|mail forwarding loop|"
        r"loop (?:detected|count)|loops? back(?! warning)|\bloop(?:ing)?\b(?! alert| back)",
        r"no route to host|network (?:is )?(?:unreachable|error)|host (?:is )?(?:unreachable|down)|"
        r"host not found, try again|unreachable",
        r"name server reply|unable to resolve|dns (?:records|failure|timeout|server)|name server|bad connection|"
        r"lost connection|connection (?:closed|lost|failed|aborted|error|broken)|conversation with .{0,60}(?:timed|"
        r"lost)|broken pipe",
        r"could not connect and send|socket|route",
        r"unrouteable mail domain",
    ),
    Reason.SYSTEM_FULL: (
        r"(?:system|disk|spool|server|volume|file ?system).{0,25}(?:is )?full|no space left|"
        r"insufficient (?:system )?(?:storage|disk|space|resources)|out of (?:disk )?space|"
        r"exceeded storage allocation|insufficientresources",
    ),
    Reason.MAILER_ERROR: (
        r"procmail|maildrop|bin/\w+|mailer error|pipe to|x-unix|command (?:failed|died|output|time)|"
        r"exit(?:ed)? (?:with )?(?:status |code |value )?\d|died with (?:status|signal)|unexpected(?:ly)? (?:exit|"
        r"termin)|child (?:process|crashed)|delivery agent|local delivery (?:agent|failed)|sigterm|\bexec\b|"
        r"return code",
    ),
    Reason.SYSTEM_ERROR: (
        r"loop (?:alert|back warning)|duplicated message-id",
        r"(?:local|internal|system|server|configuration|config|temporary|database|ldap|unknown|unexpected|software|"
        r"processing|i/o|write|read|file|lookup)\b.{0,30}(?:error|problem|failure|fault)",
        r"mis-?configur|interrupted system call|can'?t (?:create|open|write)|unable to (?:create|open|write|"
        r"contact)|cannot (?:open|create|append|write)|not (?:be )?able|(?<!report )unavailable|out of memory|"
        r"try again later|service (?:currently )?(?:unavailable|not)|transaction failed|ldap|\bmdb\b|storedrv|"
        r"directory (?:not|server)|could not (?:be )?(?:open|writ|load|process)|system not|closing (?:connection|"
        r"transmission)|encountered an error|aborted|resources temporarily",
    ),
    Reason.SYNTAX_ERROR: (
        r"malformed (?:\w+ )?address|incorrectly constructed|"
        r"syntax error|(?:command|parameter|argument)s? (?:not )?(?:unrecogni[sz]ed|unknown|not implemented|"
        r"recogni[sz]ed)|unrecogni[sz]ed command|(?:bad|improper|invalid) (?:sequence|command|syntax)|need (?:mail|"
        r"rcpt) ",
    ),
}
