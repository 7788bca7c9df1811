"""Runs OpenAI's Node client (web/e2e/door/door.mjs)."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from frontdesk.tests.door_server import DoorServer

WEB = Path(__file__).parents[2] / "web"


@dataclass(frozen=True)
class NodeClient:
    """Calls as one of the demo's people, or with the key that is given."""

    door: DoorServer
    person: str = "bob"

    def run(self, scenario: str, model: str, **more: Any) -> Any:
        """What came of it; fails if the client threw an error of the API's."""
        told = self._run(scenario, model, more)
        assert "error" not in told, told["error"]
        return told["result"]

    def failure(self, scenario: str, model: str, **more: Any) -> Any:
        """The error of the API's that the client threw: class, status, code, type, message, headers."""
        return self._run(scenario, model, more)["error"]

    def _run(self, scenario: str, model: str, more: dict[str, Any]) -> Any:
        node = shutil.which("node")
        if node is None or not (WEB / "node_modules" / "openai").exists():
            pytest.skip("Node and the web app's packages are not installed (scripts/test installs them)")
        key = self.door.keys.get(self.person, self.person)
        told = {"url": f"{self.door.url}/v1", "key": key, "scenario": scenario, "model": model, **more}
        command = [node, str(WEB / "e2e" / "door" / "door.mjs"), json.dumps(told)]
        done = subprocess.run(command, check=False, capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)
