"""The sample district: a register, a first round of returns with typical mistakes, corrections.

`python -m sample_inputs` rebuilds everything below `sample_inputs/2020/`, byte for byte the same.
All numbers follow from the sums that the bureau quoted; all names of persons are synthetic.

district → pupils, figures, children → mistakes → build
"""
