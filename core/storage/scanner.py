"""Asking a virus scanner, where the operator has one."""

import shlex
import subprocess
import threading
from contextlib import suppress
from typing import BinaryIO

import structlog

from core.errors import Refused
from core.house import HOUSE
from core.words import _

PATIENCE = 30  # seconds
PATIENCE_FOR_LONG = 300  # seconds, for a film
BLOCK = 256 * 1024
CLEAN, INFECTED = 0, 1  # what clamscan and its like exit with
log = structlog.get_logger(__name__)


def is_there() -> bool:
    """Tell whether the operator has named a scanner."""
    return bool(shlex.split(HOUSE.settings["SCAN_COMMAND"]))


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
    judge(code, field=field)


def look_through(source: BinaryIO, *, field: str) -> None:
    """Do the same with what is too large for memory, as it lies in the storage."""
    command = shlex.split(HOUSE.settings["SCAN_COMMAND"])
    code = -1
    try:
        with subprocess.Popen(  # noqa: S603  (the operator's own command, from the settings)
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as scanning:
            late = threading.Timer(PATIENCE_FOR_LONG, scanning.kill)
            late.start()
            try:
                feed(scanning, source)
                code = scanning.wait()
            finally:
                late.cancel()
                scanning.kill()
    except OSError as error:
        log.warning("scanner_gone", error=type(error).__name__)
    judge(code, field=field)


def feed(scanning: subprocess.Popen[bytes], source: BinaryIO) -> None:
    """Give the scanner all there is, or as much as it wants: it may have seen enough."""
    taking = scanning.stdin
    if taking is None:
        return
    with suppress(BrokenPipeError), taking:
        while block := source.read(BLOCK):
            taking.write(block)


def judge(code: int, *, field: str) -> None:
    """Refuse what the scanner has ended with, unless it says that all is well."""
    if code == INFECTED:
        log.warning("infected_upload")
        raise Refused(_("这个文件带有病毒，没有收下"), field=field)
    if code != CLEAN:
        raise Refused(_("文件暂时查不了毒，请过几分钟再试"), field=field)
