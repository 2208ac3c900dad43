"""Figures and what shows them: totals, releases, report, pages, states of units, documents."""
