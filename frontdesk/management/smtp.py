"""`frontdesk smtp`: the local SMTP listener."""

import argparse

from frontdesk.management.context import application

HELP = "Accept mail by SMTP; what arrives is kept and shown in the mail viewer."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    with application():
        from django.conf import settings

        from frontdesk.mail.smtp import listen

        listen(host=settings.SMTP_LISTEN_HOST, port=settings.SMTP_LISTEN_PORT)
    return 0
