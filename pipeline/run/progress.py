"""Progress of long work, told to whoever listens: a bar in the terminal, an artifact on the run's page."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Listener(Protocol):
    """Hears what is being done and how far it is."""

    def stage(self, words: str, total: int) -> None: ...

    def advance(self) -> None: ...


class _Silence:
    def stage(self, words: str, total: int) -> None:
        pass

    def advance(self) -> None:
        pass


_SILENCE = _Silence()
_listener: ContextVar[Listener] = ContextVar("progress", default=_SILENCE)


def listener() -> Listener:
    """Who listens now."""
    return _listener.get()


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def stage(words: str, total: int) -> None:
    """Announce a stage of `total` steps."""
    _listener.get().stage(words, total)


def advance() -> None:
    """One step of the stage is done."""
    _listener.get().advance()
