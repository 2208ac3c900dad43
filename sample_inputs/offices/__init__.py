"""What each office of the bureau enters in its ledgers."""

from sample_inputs.offices.ledgers import make_office_ledgers

__all__ = ["make_office_ledgers"]
