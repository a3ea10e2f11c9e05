"""What the lab needs of the machine, told plainly where it is missing."""

from __future__ import annotations

import os
import shutil
import sys

TOOLS = ("unshare", "nsenter", "mount", "pivot_root", "ip")


class Skipped(Exception):  # noqa: N818 - nothing went wrong: this machine cannot do it
    """The lab, or one host of it, cannot run here; the text says why and what would help."""


def check_machine() -> None:
    """`Skipped` where namespaces and overlays are not to be had."""
    if sys.platform != "linux":
        raise Skipped("the lab needs Linux: its hosts live in namespaces")
    if os.geteuid() != 0:
        raise Skipped("the lab needs root for its namespaces: run it with sudo")
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise Skipped(f"missing: {', '.join(missing)} (Debian: apt install util-linux mount iproute2)")
