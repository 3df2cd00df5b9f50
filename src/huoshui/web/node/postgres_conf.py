"""The settings of the embedded server, from the memory of the machine."""

import os
from pathlib import Path

CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
MIB = 1 << 20


def configuration(sockets: Path, *, is_durable: bool) -> str:
    memory = machine_memory_bytes() // MIB if is_durable else 1024
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": f"{_between(128, memory // 8, 4096)}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": f"{_between(64, memory // 16, 1024)}MB",
        "max_wal_size": "4GB",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",  # compiles for seconds what runs for milliseconds
        "lc_messages": "C",
        "log_timezone": "UTC",
    }
    if not is_durable:
        # commits are still written before they are acknowledged, so a kill loses nothing
        settings |= {"fsync": "off", "full_page_writes": "off"}
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())


def machine_memory_bytes() -> int:
    """Of the machine or of the container, whichever is less."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(physical, int(CGROUP_LIMIT.read_text()))
    except (OSError, ValueError):  # no limit, or none of this kind
        return physical


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
