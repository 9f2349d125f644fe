"""Run coroutines from a synchronous test, whether or not a loop runs already."""

from __future__ import annotations

import asyncio
import weakref
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Coroutine

    Job = tuple[Coroutine[object, object, object], Future[object]]

T = TypeVar("T")


class Loop:
    """
    An event loop in a thread of its own.

    It stands still between two calls; its waiting tasks go on with the next one.
    """

    __slots__ = ("__weakref__", "_end", "_jobs", "_thread")

    def __init__(self) -> None:
        """Start nothing yet: the thread waits for the first coroutine."""
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = Thread(
            target=_work, args=(self._jobs,), name="crossorigin.testing", daemon=True
        )
        # A browser that nobody closes leaves no loop behind. The garbage collector may call
        # this anywhere, so it must wait for no lock: of the queues, only this one has none.
        # https://docs.python.org/3/library/queue.html#queue.SimpleQueue.put
        self._end = weakref.finalize(self, self._jobs.put, None)

    def run(self, coroutine: Coroutine[object, object, T]) -> T:
        """
        Return the result of *coroutine*.

        Raises:
            RuntimeError: If the loop is closed.
        """
        if not self._end.alive:
            coroutine.close()
            raise RuntimeError("this browser is closed")
        if not self._thread.is_alive():
            self._thread.start()
        future: Future[object] = Future()
        self._jobs.put((coroutine, future))
        return cast("T", future.result())

    def close(self) -> None:
        """Cancel the tasks that still wait, and end the thread."""
        self._end()
        if self._thread.is_alive():
            self._thread.join()


def _work(jobs: SimpleQueue[Job | None]) -> None:
    """Do *jobs*, until there is none."""
    with asyncio.Runner() as runner:
        while (job := jobs.get()) is not None:
            _do(runner, *job)
            # What a job has returned may hold the browser, which must not wait for the next one.
            del job


def _do(
    runner: asyncio.Runner, coroutine: Coroutine[object, object, object], future: Future[object]
) -> None:
    """Run *coroutine*, and tell *future*."""
    try:
        future.set_result(runner.run(coroutine))
    except BaseException as error:  # noqa: BLE001 - whoever waits is told
        future.set_exception(error)
