"""The formats that returns come in: one module each, all giving grids of raw cells."""
