"""Where the real files for tests lie. Beside a checkout, never in it; HUOSHUI_SHARED_DATA names another place.

Where they are absent, modules named `test_…_real.py` are not collected, and the run says so.
"""

import os
from pathlib import Path

SHARED_DATA = Path(os.environ.get("HUOSHUI_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
PRESENT = SHARED_DATA.is_dir()
