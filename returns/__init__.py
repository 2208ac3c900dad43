"""Excel in and out: open safely, locate tables, convert cells, judge, write workbooks.

`look`, `grid`, `locate`, `convert`, `extract` and `worker` run in the sandboxed reading process and
must stay free of pandas and pandera; `slots`, `reading` and `judging` are the parent's side.
"""
