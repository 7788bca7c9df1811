"""Checks of `scripts/check` that are more than one command. Usage: checks.py migrations|locks|migration-lint"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": [], "requirements-dev.lock": ["dev"]}
REGISTRIES = re.compile(r"https?://")


def main() -> int:
    return {"migrations": migrations, "locks": locks, "migration-lint": migration_lint}[sys.argv[1]]()


def django(*arguments: str) -> int:
    """A command of Django's own, with settings of its own; the data folder goes away again."""
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {
            "FRONTDESK_ENV": "test",
            "FRONTDESK_DATA": data,
            "FRONTDESK_SECRET_KEY": "for checks alone, and therefore no secret",
        }
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=False
        ).returncode


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


if __name__ == "__main__":
    sys.exit(main())
