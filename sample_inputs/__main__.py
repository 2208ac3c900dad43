"""`python -m sample_inputs` rebuilds the sample district in place."""

import sys

from sample_inputs.build import build

if __name__ == "__main__":
    sys.stdout.write(f"{build()}\n")
