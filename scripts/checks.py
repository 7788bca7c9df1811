"""Checks of `scripts/check` that are more than one command. Usage: checks.py migrations|locks|migration-lint|schemas"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import typing
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": [], "requirements-dev.lock": ["dev"]}
REGISTRIES = re.compile(r"https?://")


def main() -> int:
    checks = {"migrations": migrations, "locks": locks, "migration-lint": migration_lint, "schemas": schemas}
    return checks[sys.argv[1]]()


def django(*arguments: str) -> int:
    """A command of Django's own."""
    with settings_of_its_own() as environment:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=False
        ).returncode


@contextmanager
def settings_of_its_own() -> Iterator[dict[str, str]]:
    """The data folder goes away again."""
    with tempfile.TemporaryDirectory() as data:
        yield os.environ | {
            "FRONTDESK_ENV": "test",
            "FRONTDESK_DATA": data,
            "FRONTDESK_SECRET_KEY": "for checks alone, and therefore no secret",
        }


def migrations() -> int:
    return django("makemigrations", "--check", "--dry-run", "--skip-checks")


def migration_lint() -> int:
    """Nothing to compare with before the first release: from then on, migrations after its tag."""
    tags = subprocess.run(["git", "tag", "--list", "v*"], cwd=ROOT, capture_output=True, text=True, check=False)
    if not tags.stdout.strip():
        return 0
    return django("lintmigrations", "--git-commit-id", tags.stdout.split()[-1], "--no-cache", "--quiet", "ignore")


def locks() -> int:
    """That every requirement of pyproject.toml is met by the locked versions, found out without the network."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wrong = []
    for name, groups in LOCKS.items():
        text = (ROOT / name).read_text()
        locked = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))
        wanted = [*project["project"]["dependencies"]]
        for group in groups:
            wanted += project["dependency-groups"][group]
        for requirement in map(Requirement, wanted):
            version = locked.get(canonicalize_name(requirement.name))
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                wrong.append(f"{name}: {requirement} (locked: {version})")
        if REGISTRIES.search(text):
            wrong.append(f"{name} names a registry's address")
    if '"resolved": "http' in (ROOT / "web" / "package-lock.json").read_text():
        wrong.append("web/package-lock.json names a registry's address: set omit-lockfile-registry-resolved=true")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


def schemas() -> int:
    """That no two classes in the API's schemas share a name: the one would replace the other in its document."""
    with settings_of_its_own() as environment:
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="frontdesk.settings")
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from ninja import Schema

        import frontdesk.api  # noqa: F401 -- it imports every router, and they import every schema

    by_name: dict[str, set[type]] = defaultdict(set)
    for found in children(Schema):
        for named in {found, *(kind for field in found.model_fields.values() for kind in named_in(field.annotation))}:
            by_name[named.__name__].add(named)
    wrong = [
        f"{name} is the name of {len(found)} schemas: {', '.join(sorted(each.__module__ for each in found))}"
        for name, found in sorted(by_name.items())
        if len(found) > 1
    ]
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


def children(parent: type) -> Iterator[type]:
    for child in parent.__subclasses__():
        if child.__module__.startswith("frontdesk."):
            yield child
        yield from children(child)


def named_in(annotation: object) -> Iterator[type]:
    """The enums and models that an annotation speaks of, however deep."""
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel | Enum):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from named_in(inner)


if __name__ == "__main__":
    sys.exit(main())
