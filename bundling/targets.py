"""The machines a bundle is made for, and which lines of the runtime lock hold there."""

from collections.abc import Iterator
from dataclasses import dataclass

from packaging.requirements import Requirement

# The Pythons that huizong is tested on and that every pinned package has wheels for. A bundle
# carries the wheels of all of them: nobody at the other end can fetch the right ones later.
PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Target:
    """A system: what pip calls it, what requirement markers see there, how its text files end."""

    system: str
    platforms: tuple[str, ...]
    sys_platform: str
    os_name: str
    platform_system: str
    platform_machine: str
    newline: str
    encoding: str


# glibc 2.28 is what 银河麒麟 V10, 统信 UOS 20 and Debian 10 have. pip takes each tag literally, so
# the older ones that run there too are named one by one.
_MANYLINUX = ("2_28", "2_27", "2_26", "2_24", "2_17", "2014", "2_12", "2010", "2_5", "1")

TARGETS = {
    "linux": Target(
        "linux",
        tuple(f"manylinux{'_' if '_' in tag else ''}{tag}_x86_64" for tag in _MANYLINUX),
        sys_platform="linux",
        os_name="posix",
        platform_system="Linux",
        platform_machine="x86_64",
        newline="\n",
        encoding="utf-8",
    ),
    "windows": Target(
        "windows",
        ("win_amd64",),
        sys_platform="win32",
        os_name="nt",
        platform_system="Windows",
        platform_machine="AMD64",
        newline="\r\n",
        encoding="utf-8-sig",  # for Notepad; never for scripts: cmd takes the mark for a command
    ),
}


@dataclass(frozen=True)
class Locked:
    """One line of a lock: the requirement and the hashes of its files."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def line(self) -> str:
        """Without its marker: pip would weigh that for the machine it runs on, not for the target."""
        pinned = f"{self.requirement.name}{self.requirement.specifier}"
        return " ".join((pinned, *(f"--hash={each}" for each in self.hashes)))


def read_lock(text: str) -> Iterator[Locked]:
    """The lines of a lock that uv wrote."""
    for line in text.replace("\\\n", " ").splitlines():
        words, *hashes = line.split("--hash=")
        if words.strip() and not words.lstrip().startswith("#"):
            yield Locked(Requirement(words.strip()), tuple(each.strip() for each in hashes))


def holds(locked: Locked, target: Target, python: str) -> bool:
    """Whether the line concerns this system and any patch release of this Python."""
    marker = locked.requirement.marker
    return marker is None or any(
        marker.evaluate(
            {
                "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
                "python_version": python,
                "python_full_version": f"{python}.{patch}",
                "sys_platform": target.sys_platform,
                "os_name": target.os_name,
                "platform_system": target.platform_system,
                "platform_machine": target.platform_machine,
            }
        )
        for patch in (0, 99)
    )
