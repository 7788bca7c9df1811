"""Keys of an installation that nobody has given any: made at its first start, outside production."""

import base64
import json
import os
import secrets
from pathlib import Path


def generated_secrets(data_dir: Path) -> dict[str, str]:
    """Made at the first call, kept in a file of mode 0600."""
    file = data_dir / "secrets.json"
    if not file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        made = {
            "secret_key": secrets.token_urlsafe(48),
            "sealing_keys": f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        }
        scratch = file.with_suffix(f".{os.getpid()}")
        scratch.touch(mode=0o600)
        scratch.write_text(json.dumps(made), encoding="utf-8")
        try:
            os.link(scratch, file)  # fails when another process was first: both then read the same keys
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    loaded: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return loaded
