"""`frontdesk user create`."""

import argparse
import getpass
import sys

from frontdesk.management.context import CommandFailed, application

HELP = "Make a person with a sign-in, confirmed at once."
ROLES = ("superadmin", "admin", "agent", "user")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True)
    parser.add_argument("--full-name", required=True)
    parser.add_argument("--role", choices=ROLES, required=True)
    parser.add_argument("--organization", metavar="SLUG", help="for every role but superadmin")
    password = parser.add_mutually_exclusive_group()
    password.add_argument("--password", help="seen by others in the process list: better leave it out and be asked")
    password.add_argument("--password-stdin", action="store_true", help="read it from the first line of standard input")


def run(arguments: argparse.Namespace) -> int:
    password = _password(arguments)
    with application():
        from frontdesk.orgs import accounts
        from frontdesk.orgs.models import Organization, Role
        from frontdesk.platform import tenancy

        with tenancy.platform("user create"):
            organization = None
            if arguments.organization:
                organization = Organization.objects.filter(slug=arguments.organization).first()
                if organization is None:
                    known = ", ".join(Organization.objects.order_by("slug").values_list("slug", flat=True)[:20])
                    raise CommandFailed(f"No organization {arguments.organization!r}. There are: {known or 'none'}.")
            profile = accounts.create_user(
                email=arguments.email,
                full_name=arguments.full_name,
                role=Role(arguments.role),
                organization=organization,
                password=password,
            )
            accounts.link_contact(profile)
    print(f"Made {profile.email} ({profile.role}).")
    return 0


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if arguments.password is not None:
        return str(arguments.password)
    if not sys.stdin.isatty():
        raise CommandFailed("No terminal to ask for the password: use --password-stdin.")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise CommandFailed("The two passwords differ.")
    return password
