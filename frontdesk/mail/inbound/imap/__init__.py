"""Mail that is fetched from mailboxes by IMAP."""
