"""A cluster of machines (Dask) that examines: the same functions, spread over its workers."""
