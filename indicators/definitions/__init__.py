"""The indicators, one module a section of the summary. Importing this package declares them all."""

import importlib
import pkgutil

from indicators.indicator import INDICATORS, Indicator

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")

__all__ = ["INDICATORS", "Indicator"]
