"""How wide a text stands in a cell, in characters of the default font."""


def places(text: str) -> int:
    """How many characters of the default font a text takes: a Chinese one takes two."""
    return sum(1 if ord(character) < 0x2E80 else 2 for character in text)
