"""The rules, one module a subject. Importing this package declares them all in `RULES`."""

import importlib
import pkgutil

from schemas.rule import RULES, SEVERITIES, Rule, Stage, rules_version, severity

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")

__all__ = ["RULES", "SEVERITIES", "Rule", "Stage", "rules_version", "severity"]
