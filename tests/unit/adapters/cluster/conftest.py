"""One cluster for all tests here: its start takes a second."""

from __future__ import annotations

import pytest
from tests.unit.adapters.cluster.local import workers


@pytest.fixture(scope="package")
def cluster():
    """Two workers; a batch is given up after its second dead one, and dead ones are noticed soon."""
    import dask

    impatient = {"distributed.scheduler.allowed-failures": 1, "distributed.comm.timeouts.connect": "3s"}
    with dask.config.set(impatient), workers(2) as made:
        yield made
