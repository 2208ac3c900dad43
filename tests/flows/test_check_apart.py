"""`huizong check` answers for every file that can be answered for, whatever the others are."""

import io
import os
import struct
from pathlib import Path

import orjson
import pytest
import xlrd

from returns.formats.biff_records import records_of
from returns.worker import _extract
from tests.flows.command_line import run
from tests.flows.places import SAMPLES
