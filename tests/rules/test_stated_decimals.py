"""A stated percentage is held to the decimals that it was written with, and to all or none exactly."""

import csv
from pathlib import Path
from typing import Any

import pytest

from returns.judging import History, judge
from returns.judged import JudgedFile
from schemas.forms import FORMS
from schemas.raw_text import decimals_of_text, decimals_of_value
from schemas.units import Register
from tests.returns.probe import found
from tests.returns.test_reading_rules import COLLECTION
