"""A pytest plugin (`-p frontdesk.testing`) that gives the tests surroundings of their own, before settings are read."""

import atexit
import os
import shutil
import tempfile

# The workers of a parallel run get the folder of the process that started them, and leave its removal to that one.
if "FRONTDESK_TEST_DATA" not in os.environ:
    for name in [name for name in os.environ if name.startswith("FRONTDESK_") or name == "DATABASE_URL"]:
        del os.environ[name]
    folder = tempfile.mkdtemp(prefix="frontdesk-test-")
    os.environ["FRONTDESK_TEST_DATA"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["FRONTDESK_ENV"] = "test"
os.environ["FRONTDESK_DATA"] = os.path.join(os.environ["FRONTDESK_TEST_DATA"], worker)
os.environ["FRONTDESK_SECRET_KEY"] = "for tests alone, and therefore no secret at all"
