"""What can break on our side while a file is read. Never the file's fault, never its contents."""


class ReadingBroke(RuntimeError):
    """Our own reading code broke on a file; the message names the place in the code."""


class ReaderKilled(RuntimeError):
    """Something outside killed the reading process, twice: short memory, a security program."""


class ReaderFailed(RuntimeError):
    """The reading process does not start or breaks on its own."""
