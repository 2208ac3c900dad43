"""The sheets of our workbooks that hold no form, and the labels by which an answer is found again."""

COVER = "封面"
INSTRUCTIONS = "填表说明"
HIDDEN = "汇总内部"  # of a template: code lists, and whose it is in case the visible lines are lost
ISSUES = "问题清单"
AUTHOR_LABEL = "填写人"
EXPLANATION_LABEL = "说明"
KEY_LABEL = "问题编码"  # the column is hidden: it ties an explanation to its query
