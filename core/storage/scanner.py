"""Asking a virus scanner, where the operator has one."""

import shlex
import subprocess

import structlog

from core.errors import Refused
from core.house import HOUSE
from core.words import _

PATIENCE = 30  # seconds
CLEAN, INFECTED = 0, 1  # what clamscan and its like exit with
log = structlog.get_logger(__name__)


def look(data: bytes, *, field: str) -> None:
    """Give the bytes to SCAN_COMMAND on its standard input; raise `Refused` unless it exits 0."""
    command = shlex.split(HOUSE.settings["SCAN_COMMAND"])
    if not command:
        return
    try:
        code = subprocess.run(  # noqa: S603  (the operator's own command, from the settings)
            command, input=data, capture_output=True, timeout=PATIENCE, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        code = -1
        log.warning("scanner_gone", error=type(error).__name__)
    if code == INFECTED:
        log.warning("infected_upload")
        raise Refused(_("这个文件带有病毒，没有收下"), field=field)
    if code != CLEAN:
        raise Refused(_("文件暂时查不了毒，请过几分钟再试"), field=field)
