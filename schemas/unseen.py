"""Signs that show as nothing, or as something else than they are: a text is not what it looks like.

Each reader does with them what it has to: drop them from a cell, show their number in a name, take
them for a space between digits. Which they are is said here alone.
"""

NO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# They turn the direction of writing: gpj.exe from exe.jpg.
DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# The inside of a class of a regular expression: these, the controls, breaks of lines, fillers, other
# signs of format, tags, and half characters, which stand for bytes that are no UTF-8.
CLASS = (
    f"{NO_WIDTH}{DIRECTION}\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u3164\\uffa0"
    "\\u2061-\\u2065\\u206a-\\u206f\\ufff9-\\ufffb\\U000e0000-\\U000e007f\\ud800-\\udfff"
)
