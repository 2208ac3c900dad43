"""`make compare BEFORE=<commit>`: what another commit makes of the sample district, held against ours.

It knows the product by its doors alone: the command line, the files that it writes and the table of
findings. So it goes on comparing when everything between them has moved. It imports no other package
of ours, and none imports it.
"""
