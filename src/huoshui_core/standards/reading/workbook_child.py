"""Parses one workbook in a process of its own with little memory and time. Run as a script; prints JSON lines.

["sheet", name, visible] begins a sheet; [line, cell, …] is a row of it that is not empty.
"""

import json
import resource
import sys
from datetime import date, datetime
from typing import Any

MEMORY_BYTES = 768 << 20
CPU_SECONDS = 60
OUTPUT_BYTES = 1 << 30


def confine() -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def plain(cell: Any) -> Any:
    if isinstance(cell, datetime) and cell.time() == cell.time().min:
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def main(path: str) -> None:
    from python_calamine import CalamineWorkbook

    write = sys.stdout.write
    workbook = CalamineWorkbook.from_path(path)
    for position, sheet in enumerate(workbook.sheets_metadata):
        if str(sheet.typ) != "SheetTypeEnum.WorkSheet":
            continue
        write(json.dumps(["sheet", sheet.name, str(sheet.visible) == "SheetVisibleEnum.Visible"]) + "\n")
        for number, cells in enumerate(workbook.get_sheet_by_index(position).iter_rows(), start=1):
            if any(cell != "" for cell in cells):
                write(json.dumps([number, *cells], default=plain) + "\n")


if __name__ == "__main__":
    confine()
    main(sys.argv[1])
