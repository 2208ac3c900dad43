"""Text that was not written by us, in what Prefect shows as Markdown.

A unit or a file may be called `[here](http://evil)` or `<img src=…>`. Prefect renders Markdown with
links, images and HTML; escaped, such a name is shown as it is written.
"""

import re

from schemas.unseen import CLASS

# Any sign of ASCII may be escaped in CommonMark, whether it means something there or not: so no list
# of those that do has to be right. That also breaks addresses, which GitHub's dialect makes live.
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
# Line breaks would begin a new block; the others reverse or hide what stands beside them.
_UNSEEN = re.compile(rf"[\s{CLASS}]+")


def as_text(words: str) -> str:
    """Words that show as they are, in a paragraph, in a list or in a cell of a table."""
    return _SIGNS.sub(r"\\\g<0>", _UNSEEN.sub(" ", words).strip())
