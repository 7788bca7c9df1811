"""`frontdesk api-key create`."""

import argparse

from frontdesk.management.context import CommandFailed, application

HELP = "Make an API key for a person and print it (only the key)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="whose key it is")
    parser.add_argument("--scopes", metavar="A,B", help="what it may do (default: all that the person may)")
    parser.add_argument("--name", default="Command line", help="what it is called in the list of keys")
    parser.add_argument("--expires-in-days", type=int)


def run(arguments: argparse.Namespace) -> int:
    with application():
        from frontdesk.orgs import api_keys, roles
        from frontdesk.orgs.models import Profile, Role
        from frontdesk.platform import tenancy

        with tenancy.platform("api-key create"):
            profile = Profile.objects.filter(email=arguments.email.strip().lower(), is_active=True).first()
            if profile is None:
                raise CommandFailed(f"Nobody active has the address {arguments.email}.")
            if arguments.scopes is None:
                scopes = [permission.value for permission in roles.granted(Role(profile.role))]
            else:
                scopes = [scope.strip() for scope in arguments.scopes.split(",") if scope.strip()]
            _, key = api_keys.issue(
                profile, name=arguments.name, scopes=scopes, expires_in_days=arguments.expires_in_days
            )
    print(key)
    return 0
