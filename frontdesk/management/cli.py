"""The `frontdesk` command. Every command is a module here with HELP, `add_arguments(parser)` and `run(arguments)`;
these modules import Django only when they run, so that `frontdesk up` starts fast."""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence

from django.core.exceptions import ImproperlyConfigured

from frontdesk.management.context import CommandFailed, choose_data
from frontdesk.platform.embedded import EmbeddedError
from frontdesk.platform.errors import AppError

# Command → module. Two words are a group and its command.
COMMANDS = {
    "up": "up",
    "web": "web",
    "worker": "worker",
    "smtp": "smtp",
    "migrate": "migrate",
    "demo": "demo",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "restore",
    "user create": "user_create",
    "api-key create": "api_key_create",
    "secrets rotate": "secrets_rotate",
    "openapi": "openapi",
}
GROUPS = {"user": "People.", "api-key": "API keys.", "secrets": "Sealed secrets."}


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    choose_data(arguments.data)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except (CommandFailed, EmbeddedError, AppError, ImproperlyConfigured) as error:
        print(f"frontdesk: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", metavar="DIR", help="the data folder (default: $FRONTDESK_DATA, else ./data)")
    parser = argparse.ArgumentParser(prog="frontdesk", description="Frontdesk, the self-hosted front desk.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    groups = {
        name: commands.add_parser(name, help=text).add_subparsers(title="commands", metavar="COMMAND", required=True)
        for name, text in GROUPS.items()
    }
    for name, module_name in COMMANDS.items():
        module = importlib.import_module(f"frontdesk.management.{module_name}")
        group, _, word = name.rpartition(" ")
        place = groups[group] if group else commands
        command = place.add_parser(word, help=module.HELP, description=module.HELP, parents=[common])
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
