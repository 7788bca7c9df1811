"""What to do about a record, in English, by the code that the web app translates."""

ADVICE = {
    "unanswered": "No name server answered. This says nothing of the record; check again in some minutes.",
    "ownership_missing": "Add this TXT record where your domain's DNS is kept. It shows that the domain is yours.",
    "ownership_different": "There is another value. Add ours beside it; several TXT records may share the name.",
    "dkim_missing": "Add this TXT record. With it receivers can check that a mail is really from your domain.",
    "dkim_different": "Another key is there. Replace it by this one, whole and without line breaks.",
    "dkim_revoked": "The key in DNS is empty, which means that it was withdrawn. Put this one there.",
    "dkim_testing": "The record says t=y (only testing): receivers may ignore signatures. Take that out.",
    "dkim_several": "There are several records; only one key may stand under this name. Delete the others.",
    "dkim_next": "Add this record beside the old one. Once it is found the new key signs, and the old one may go.",
    "spf_missing": "Add this TXT record: it says which servers may send for your domain.",
    "spf_several": "There are {count} SPF records, so that receivers use none. Join them into one.",
    "spf_lacks": "Your SPF record lacks {term}. Replace it by the one shown, which keeps the rest.",
    "spf_lookups": "The record makes receivers ask more than 10 further questions, and then they give up. Take out "
    "services that you do not use any more.",
    "spf_all": "The record ends in +all: everybody may send in your name. End it in ~all or -all.",
    "spf_provider": "Your provider uses a return path of its own: set the records that it shows you. Nothing is needed "
    "here.",
    "dmarc_missing": "Add this TXT record. Gmail and Yahoo want one of everybody who sends much mail; p=none only "
    "watches.",
    "dmarc_several": "There are {count} DMARC records, so that receivers use none. Leave one.",
    "dmarc_invalid": "This is no valid DMARC record: it begins with v=DMARC1 and names a policy p=.",
    "dmarc_none": "It watches only. Once its reports show that all your mail passes, raise it to p=quarantine.",
    "dmarc_inherited": "The policy of {domain} counts here. That will do.",
    "return_path_missing": "Add this MX record, so that bounces come back here.",
    "return_path_different": "Bounces go to {target} instead. Replace the record by this one.",
    "return_path_spf_missing": "Add this TXT record: SPF is asked of the name that bounces go to.",
    "tracking_missing": "Add this CNAME record, so that links and the pixel of your mails carry your own name.",
    "tracking_different": "The name leads to {target} instead. Replace the record by this one.",
    "receiving_missing": "Only if mail to this domain should arrive here: add this MX record.",
    "receiving_different": "Mail to this domain arrives at {target}. Change that only if all of it should come here; "
    "otherwise leave it, and forward or fetch (IMAP) what belongs here.",
    "no_public_name": "This server has no name yet that the internet knows, so there is nothing to lead here. Whoever "
    "runs it sets FRONTDESK_PUBLIC_URL; the record to add is shown then.",
    "taken": "Another organization of this installation has verified this domain. Delete it there first; or take its "
    "records out of DNS, and it is free again after 72 hours.",
}
