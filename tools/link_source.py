"""Makes `import huoshui` and `.venv/bin/huoshui` work from this checkout's sources; run with .venv's Python.

An editable install would do the same, but needs a build back end that no lock file pins.
"""

import sysconfig
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
COMMAND = '#!/bin/sh\nexec "$(dirname -- "$0")/python" -m huoshui "$@"\n'

Path(sysconfig.get_path("purelib"), "huoshui.pth").write_text(f"{SOURCE}\n", encoding="utf-8")
command = Path(sysconfig.get_path("scripts"), "huoshui")
command.write_text(COMMAND)
command.chmod(0o755)
