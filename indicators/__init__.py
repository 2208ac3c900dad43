"""The district totals: definitions in a small algebra, and their computation in the database.

`algebra` states what a figure is made of, `definitions` declares each figure, `computation`
evaluates them over the returns in force, `lineage` traces them to cells, `quoting` judges what the
bureau quoted.
"""
