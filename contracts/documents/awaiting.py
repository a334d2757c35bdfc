"""Runs a coroutine to its end from ordinary code."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def run_now(begin: Callable[[], Coroutine[object, object, Result]]) -> Result:
    """What the coroutine returns. Works inside a running event loop too, where `asyncio.run` refuses: it then runs in
    a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(begin())
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(begin())).result()
