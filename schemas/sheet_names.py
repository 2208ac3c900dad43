"""The sheets of our workbooks that hold no form."""

COVER = "封面"
INSTRUCTIONS = "填表说明"
HIDDEN = "汇总内部"  # of a template: code lists, and whose it is in case the visible lines are lost
