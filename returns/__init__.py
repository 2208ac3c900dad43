"""Excel in and out: foreign files opened safely, judged, and answered by workbooks of ours.

sandbox → judging, workbooks → reading → files; `judging` and `workbooks` do not know each other.
"""
