"""A real cluster of worker processes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

distributed = pytest.importorskip("distributed", reason="distributed is not installed (extra `cluster`)")


@contextmanager
def workers(number: int) -> Iterator[object]:
    """The cluster; its `scheduler_address` is that for `--cluster`."""
    with distributed.LocalCluster(
        n_workers=number, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1",
        silence_logs=50,
    ) as cluster:  # fmt: skip
        yield cluster
