"""A real cluster of two worker processes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

distributed = pytest.importorskip("distributed", reason="distributed is not installed (extra `cluster`)")


@contextmanager
def two_workers(**options: object) -> Iterator[object]:
    """The cluster; its `scheduler_address` is that for `--cluster`."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50,
        **options,
    ) as cluster:  # fmt: skip
        yield cluster
