"""A pytest plugin (`-p frontdesk.testing`) that gives the tests surroundings of their own, before settings are read."""

import atexit
import os
import shutil
import tempfile

# What the journeys in a browser may be told: which browser, and which build of the web app.
KEPT = {"FRONTDESK_CHROMIUM", "FRONTDESK_WEB_DIST"}

# The workers of a parallel run get the folder of the process that started them, and leave its removal to that one.
if "FRONTDESK_TEST_DATA" not in os.environ:
    for name in list(os.environ):
        if (name.startswith("FRONTDESK_") and name not in KEPT) or name == "DATABASE_URL":
            del os.environ[name]
    folder = tempfile.mkdtemp(prefix="frontdesk-test-")
    os.environ["FRONTDESK_TEST_DATA"] = folder
    os.environ["PYTEST_DEBUG_TEMPROOT"] = folder  # what tests write goes with it
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["FRONTDESK_ENV"] = "test"
os.environ["FRONTDESK_DATA"] = os.path.join(os.environ["FRONTDESK_TEST_DATA"], worker)
os.environ["FRONTDESK_SECRET_KEY"] = "for tests alone, and therefore no secret at all"
