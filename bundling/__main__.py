"""`python -m bundling [--system linux|windows] [--python 3.11 …] [--out dist]`."""

import argparse
import sys
from pathlib import Path

from bundling.bundle import ROOT, write_bundle
from bundling.targets import PYTHONS, TARGETS


def main() -> None:
    """Write the bundle and say where it lies."""
    this = "windows" if sys.platform == "win32" else "linux"
    parser = argparse.ArgumentParser(prog="python -m bundling", description=__doc__)
    parser.add_argument("--system", choices=sorted(TARGETS), default=this)
    parser.add_argument(
        "--python", action="append", choices=PYTHONS, help="default: all of them", default=[]
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    chosen = parser.parse_args()
    bundle = write_bundle(TARGETS[chosen.system], chosen.python or PYTHONS, chosen.out)
    sys.stdout.write(f"{bundle} ({bundle.stat().st_size / 1e6:.0f} MB)\n")


if __name__ == "__main__":
    main()
