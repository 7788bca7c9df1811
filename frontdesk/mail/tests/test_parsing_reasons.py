"""Reason groups of what servers answer: codes, families of phrases, languages."""

import pytest

from frontdesk.mail.parsing.bounces import reasons
from frontdesk.mail.parsing.model import Reason

# Reason, status of the report (or none), answer of the server.
_ANSWERS = """
userunknown|5.1.1|smtp; 550 5.1.1 <a@b.test>: Recipient address rejected: User unknown in local recipient table
userunknown||550 <a@b.test>: Recipient address rejected: User unknown in virtual mailbox table
userunknown||550-5.1.1 The email account that you tried to reach does not exist.
userunknown|5.0.0|550 No such user here
userunknown||550 unknown user
userunknown||550 5.1.1 RESOLVER.ADR.RecipNotFound; not found
userunknown|5.1.10|550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
userunknown|5.4.1|550 5.4.1 Recipient address rejected: Access denied. AS(201806281)
userunknown||Sorry, no mailbox here by that name. (#5.1.1)
userunknown||554 delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.test) [0]
userunknown||550 Requested action not taken: mailbox unavailable
userunknown||550 Mailbox not found
userunknown|5.1.1|550 5.1.1 unknown or illegal alias: a@b.test
userunknown||User a@b.test not listed in Domino Directory
userunknown||550 #5.1.0 Address rejected.
userunknown||The recipient name is not recognized
userunknown||550 <a@b.test>... is not an active address here
userunknown||550 The destination addresses were unknown
hasmoved||550 a@b.test has been replaced by c@d.test
suspended|5.2.1|550 5.2.1 The email account that you tried to reach is inactive.
suspended|5.7.505|550 5.7.505 Access denied, banned recipient
filtered||550 Message refused by user rules
filtered||550 You were blocked by the recipient
filtered||The response was: 550 : User unknown
rejected||550 sender is in my black list
rejected|5.7.124|550 5.7.124 Sender not in allowed-senders list
rejected|5.7.134|550 5.7.134 Sender was not authenticated for mailbox
rejected||550 Envelope blocked - user entry
blocked||host mx.b.test[192.0.2.9] said: 550 blocked
blocked||554 too many spams from your IP
blocked|5.7.28|550-5.7.28 There is an unusual rate of unsolicited mail. To protect our users from spam, it is blocked.
blocked|4.7.850|451 4.7.850 Access denied, please try again later
badreputation|4.7.650|451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation.
requireptr|4.7.23|421 4.7.23 The sending IP does not have a PTR record. To protect users from spam, it is rate limited.
authfailure|5.7.1|550 5.7.1 This message fails to pass authentication checks. To protect users from spam, it is out.
notcompliantrfc|5.7.1|550 5.7.1 It is not RFC 5322 compliant. To reduce spam sent to us, it has been blocked.
policyviolation|5.7.0|552 5.7.0 Blocked because its content presents a potential security issue.
policyviolation|5.7.901|550 5.7.901 Refused by a rule
failedstarttls|5.7.323|550 5.7.323 tlsa-invalid: The domain failed DANE validation
failedstarttls|4.7.29|421 4.7.29 This message wasn't sent over a TLS connection.
toomanyconn|5.2.2|550 5.2.2 Submission quota exceeded
toomanyconn|4.7.652|451 4.7.652 The mail server [192.0.2.1] has exceeded the maximum number of connections
toomanyconn||550 Sender frequency limited
toomanyconn|5.1.0|550 5.1.0 sender rejected. AUP#In-1420
systemerror|4.7.500|451 4.7.500 Server busy. Please try again later
norelaying||553 you use me [mx.b.test] as a relay, but I have not been configured to let you do this. (#5.7.1)
norelaying||550 we don't handle mail for b.test
mailboxfull||550 https://mail.i.ua/err/4/
mesgtoobig|5.1.1|550 max message size exceeded
spamdetected||554 5.7.0 Reject, id=12345-06 - SPAM
networkerror||550 Could not connect and send the mail to b.test
hostunknown||553 mail.office.test does not exist
filtered||550: : User unknown
notaccept||an MX or SRV record indicated no SMTP service
expired|4.1.9|Resources temporarily unavailable [#4.1.9]. I will not try again; it has been in the queue too long.
networkerror|5.4.6|SMTP Server <192.0.2.9> refused to accept your message: [554 5.4.6 Hop count exceeded]
blocked||550 Mail from 192.0.2.9 refused
mailboxfull|5.2.2|552 5.2.2 Over quota
mailboxfull||552 5.2.2 The email account that you tried to reach is over quota
mailboxfull|4.2.2|452 4.2.2 The recipient's inbox is out of storage space
mailboxfull||Quota exceeded (mailbox for user is full)
mailboxfull||550 User has exceeded quota, bouncing mail
mailboxfull|5.0.0|mailbox is full: retry timeout exceeded
mailboxfull||The user you are trying to contact has a full mailbox
mesgtoobig||552 5.3.4 Message size exceeds fixed limit
mesgtoobig|5.3.4|552 5.3.4 Message too big for system
mesgtoobig||552 Message size exceeds maximum permitted
mesgtoobig||message size 12345 exceeds size limit 10240 of server
exceedlimit|5.2.3|550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient
hostunknown|5.4.4|Host or domain name not found. Name service error for name=b.test type=A: Host not found
hostunknown|5.1.2|550 Host unknown
hostunknown||Unrouteable address
hostunknown||Sorry, I couldn't find any host named b.test. (#5.1.2)
hostunknown||DNS Error: Domain name not found
spamdetected|5.7.1|550 5.7.1 Message rejected as spam by Content Filtering.
spamdetected||554 5.7.1 Spam message rejected
spamdetected|5.7.1|550-5.7.1 Our system has detected that this message is likely unsolicited mail.
blocked|5.7.1|554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org
blocked||550 5.7.1 Your IP address 192.0.2.1 is blacklisted
blocked|5.7.606|550 5.7.606 Access denied, banned sending IP [192.0.2.1]
blocked||421 4.7.0 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail from your IP
blocked||550 SC-001 (BAY004-MC1F10) Messages from 192.0.2.1 weren't sent: their network is on our block list
badreputation|5.7.1|550-5.7.1 this message is suspicious due to the very low reputation of the sending IP address.
requireptr|5.7.25|550-5.7.25 [192.0.2.1] The IP address sending this message does not have a PTR record setup
requireptr||450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]
authfailure|5.7.26|550-5.7.26 This message does not have authentication information
authfailure|5.7.1|550 5.7.1 Email rejected per DMARC policy for example.org
authfailure||550 5.7.23 The message was rejected because of Sender Policy Framework violation
norelaying|5.7.1|550 5.7.1 Unable to relay for a@b.test
norelaying||554 5.7.1 <a@b.test>: Relay access denied
norelaying|5.7.1|550 5.7.1 relaying denied
rejected|5.1.8|553 5.1.8 <x@y.test>... Domain of sender address x@y.test does not exist
rejected||550 5.7.1 <x@y.test>: Sender address rejected: Access denied (in reply to MAIL FROM command)
rejected||550 Sender verify failed
rejected|5.7.1|550 <> Invalid sender (in reply to MAIL FROM command)
expired|4.4.7|Message expired
expired|4.4.1|connect to mx.b.test[192.0.2.1]:25: Connection timed out
expired|5.4.7|Delivery expired (message too old) 'timeout'
expired|5.0.0|retry timeout exceeded
expired||550 4.4.7 QUEUE.Expired; message expired
expired|4.4.1|connect to b.test[192.0.2.1]: Connection refused
networkerror|5.4.6|554 5.4.6 Too many hops
networkerror||552 5.4.12 SMTP; Hop count exceeded - possible mail loop detected
networkerror|5.4.0|Too many hops 26 (25 max)
suspended||550 5.2.1 The email account that you tried to reach is disabled.
suspended||554 30 This account has been disabled or discontinued [#102].
suspended||550 Account suspended
toomanyconn||421 4.7.0 Too many connections from your IP
toomanyconn||450 4.2.1 The user is receiving mail at a rate that prevents more from being delivered.
toomanyconn|4.7.1|450 4.7.1 Rate limit exceeded, slow down
toomanyconn|5.5.3|452 4.5.3 Too many recipients
policyviolation|5.7.0|552-5.7.0 Our system detected an illegal attachment on your message
policyviolation||554 5.7.1 The message was rejected by organization policy
policyviolation||550 5.7.1 message rejected due to local policy
virusdetected||554 5.7.1 Virus found: Eicar-Test-Signature
securityerror|5.7.0|530 5.7.0 Authentication required
securityerror|5.7.1|550 5.7.1 Access denied
securityerror|5.7.1|
filtered|5.2.1|550 5.2.1 Mailbox unavailable... recipient refuses mail
filtered||550 5.1.1 RCP-P2 http://postmaster.facebook.com Refused due to recipient preferences
rejected|5.7.1|550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized
filtered||550 unknown user (in reply to end of DATA command)
systemfull|4.3.1|452 4.3.1 Insufficient system storage
systemerror|5.3.0|554 5.3.0 Remote protocol error
systemerror|5.3.5|Local configuration error
systemerror||451 4.3.0 Temporary system problem. Try again later
mailererror|5.3.0|X-Unix; 255
mailererror||Command died with status 1: "/usr/bin/procmail"
mailererror|5.5.0|mailer prog exited with exit code 77
contenterror|5.6.0|550 5.6.0 M2MCVT.StorageError; storage error in content conversion
contenterror||550 5.6.1 Message MIME header improper
notaccept|5.3.2|521 5.3.2 host does not accept mail
notaccept|5.1.10|556 5.1.10 Recipient address has null MX
notaccept||554 Transaction cancelled
syntaxerror||503 Improper sequence of commands
syntaxerror||501 Syntax error in parameters or arguments
failedstarttls||TLS is required, but was not offered by host
failedstarttls|5.7.10|530 5.7.0 Must issue a STARTTLS command first
hasmoved|5.1.6|550 5.1.6 recipient no longer on server
hasmoved||551 User not local; address has been replaced by c@d.test
onhold||something odd happened
delivered|2.0.0|250 2.0.0 OK
userunknown||550 Empfänger unbekannt
userunknown||550 Utilisateur inconnu
userunknown||550 El usuario no existe
userunknown||550 Destinatario sconosciuto
userunknown||550 Usuário desconhecido
userunknown||550 Нет такого пользователя: пользователь не найден
userunknown||宛先のメールアドレスが見つかりません
userunknown||550 用户不存在
mailboxfull||Das Postfach des Empfängers ist voll
mailboxfull||La boîte aux lettres du destinataire est pleine
mailboxfull||El buzón del destinatario está lleno
mailboxfull||Почтовый ящик получателя переполнен
mailboxfull||送信先のメールボックスが一杯です
mailboxfull||收件人邮箱已满
hostunknown||We have no way to that place. The domain may not exist, or may be blacklisted.
rejected|5.1.7|550 5.1.7 there is no such domain as office.test
rejected||You write from an address which is on the blacklist
rejected||550 5.1.0 x@y.test does not exist (in reply to MAIL FROM command)
rejected|5.7.1|550 5.7.1 Access denied (in reply to MAIL FROM command)
syntaxerror||a@b.test <c@d.test>: malformed address
expired||The other server did not accept our requests to connect [socket error]
expired|4.4.1|No connection (#4.4.1). This message has been in the queue too long.
expired||Envelope expired
networkerror|4.4.7|Deferred: Name server: b.test: host name lookup failure
networkerror||no mail for 8 hours: name server: office.test: failure
systemerror||Loop Alert: Duplicated Message-ID
notcompliantrfc||554 Duplicate header 'DKIM-Signature'
policyviolation||554 Mail from x@y.test rejected for policy reasons
securityerror|5.7.1|550 5.7.1 RESOLVER.RST.AuthRequired; authentication required
filtered|5.1.1|550 5.1.1 https://help.test/codes?ip=192.0.2.1#refused Not wanted due to recipient preferences
mailboxfull||User mailbox exceeds allowed size: a@b.test
blocked||550 Alas, messages from 192.0.2.7 weren't sent on
suspended|5.5.0|550 5.5.0 No. LPN007_426
authfailure||550 5.5.0 No. OFR_401 [401]
requireptr|4.2.1|421 4.2.1 Not now LPN006_107
toomanyconn|5.1.1|550 5.1.1 <a@b.test> too much this hour. IB607
blocked|5.1.0|550 5.1.0 <x@y.test> sender rejected. AUP#CDRBL
filtered|5.1.1|550 5.1.1 RCP-P2 no
suspended||550 Ce compte est bloqué
blocked|5.5.0|554 ip=192.0.2.7 - something is amiss
blocked||550 Access denied (after initial connection)
blocked|4.0.0|host mx.b.test refused to talk to me: 421 Service not available
policyviolation|5.7.9|554 5.7.9 this is not taken for policy reasons
toomanyconn|5.2.1|550-5.2.1 The user is receiving mail at a rate that 550-5.2.1 prevents more of it
systemerror|5.3.0|554 5.3.0 <a@b.test>: Recipient address rejected: Internal system error
rejected||You may not have permission to post to it
mesgtoobig||500 Line limit exceeded
networkerror||Name service error for domain b.test: Host not found, try again
notcompliantrfc|5.7.1|550 5.7.1 Letters with multiple addresses in From: are not read here
userunknown|5.2.1|mx.b.test did not like our RCPT TO: 550 5.2.1 <a@b.test> user unknown
policyviolation|5.7.9|mx.b.test did not like our RCPT TO: 554 5.7.9 Message not accepted for policy reasons
rejected|5.0.0|550 5.7.1 no Purported Responsible Address in it
"""


@pytest.mark.parametrize("line", _ANSWERS.strip().splitlines())
def test_an_answer_belongs_to_its_group(line: str) -> None:
    reason, status, diagnostic = line.split("|", 2)
    action = "delivered" if reason == "delivered" else "failed"
    assert reasons.decide(status=status, diagnostic=diagnostic, action=action) == reason


@pytest.mark.parametrize(
    ("reason", "status", "reply", "is_hard"),
    [
        (Reason.USER_UNKNOWN, "5.1.1", "550", True),
        (Reason.USER_UNKNOWN, "", "550", True),
        (Reason.USER_UNKNOWN, "4.1.1", "450", False),
        (Reason.USER_UNKNOWN, "", "450", False),
        (Reason.HOST_UNKNOWN, "5.1.2", "", True),
        (Reason.HAS_MOVED, "5.1.6", "551", True),
        (Reason.NOT_ACCEPT, "5.1.10", "556", True),
        (Reason.NOT_ACCEPT, "5.3.2", "521", False),
        (Reason.MAILBOX_FULL, "5.2.2", "552", False),
        (Reason.SUSPENDED, "5.2.1", "550", False),
        (Reason.FILTERED, "5.2.1", "550", False),
        (Reason.SPAM_DETECTED, "5.7.1", "554", False),
        (Reason.BLOCKED, "5.7.1", "554", False),
        (Reason.MESSAGE_TOO_BIG, "5.3.4", "552", False),
        (Reason.EXPIRED, "5.4.7", "", False),
        (Reason.UNDEFINED, "", "", False),
    ],
)
def test_only_what_tells_of_a_dead_address_is_hard(reason: Reason, status: str, reply: str, is_hard: bool) -> None:
    assert reasons.is_hard(reason, status, reply) is is_hard


@pytest.mark.parametrize(
    "words",
    [
        "The following address failed: <bob@office.test>: retry timeout expired",
        "Undeliverable to bob@office.test",
        "Unzustellbar: Ihre Nachricht an bob@office.test",
        "Delivery to the following recipient failed permanently: bob@office.test",
        "Recipient server unavailable or busy",
        "The message to bob@office.test was left in the queue: host unavailable",
        "unbekannter Fehler bei der Zustellung",
    ],
)
def test_words_that_say_nothing_of_the_address_do_not_condemn_it(words: str) -> None:
    reason = reasons.decide(status="", diagnostic=words)
    assert not reasons.is_hard(reason, "")


def test_numbers_of_the_internet_are_no_codes() -> None:
    assert reasons.decide(status="", diagnostic="connect to 5.1.1.5 and [192.0.2.5]: something odd") is Reason.ON_HOLD


def test_the_command_tells_where_words_do_not() -> None:
    assert reasons.decide(status="", diagnostic="550 nope (in reply to RCPT TO command)") is Reason.USER_UNKNOWN
    assert reasons.decide(status="", diagnostic="550 nope (in reply to MAIL FROM command)") is Reason.REJECTED
    assert reasons.decide(status="", diagnostic="550 nope (in reply to EHLO command)") is Reason.BLOCKED
