"""`frontdesk openapi`."""

import argparse
import json

HELP = "Print the API's OpenAPI document."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    import django

    django.setup()  # the document needs no database
    from frontdesk.api import api

    print(json.dumps(api.get_openapi_schema(), indent=2, default=str))
    return 0
