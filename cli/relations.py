"""`huizong relations`: what must add up between the figures, and whether it does."""

from cli.output import CollectionOption, Format, FormatOption, console, print_json, table
from cli.quotes import tell_unread_quotes
from pipeline.settings import Settings


def relations(collection: CollectionOption = "2020", format: FormatOption = Format.TEXT) -> None:
    """核对指标之间的关系：成立、不成立、待说明 · Relations between the figures, judged now.

    例 / example: huizong relations --collection 2020
    """
    from indicators.computation import compute
    from indicators.contract import relation_to_json
    from indicators.relations import judge_relations
    from pipeline.existing import open_existing
    from warehouse.engine import reading

    workspace = open_existing(Settings(), collection)
    tell_unread_quotes(collection)
    with reading(workspace.engine) as connection:
        computed = compute(connection, workspace.collection, workspace.register)
    outcomes = judge_relations(computed, workspace.collection)
    if format is Format.JSON:
        print_json([relation_to_json(one) for one in outcomes])
        return
    styles = {"fails": "red", "to-be-explained": "yellow"}
    listing = table("指标关系", "编号", "关系", "结论", "依据")
    for one in outcomes:
        style = styles.get(one.verdict.value, "")
        listing.add_row(
            one.relation.id, one.relation.title, one.verdict.label, one.detail, style=style
        )
    console.print(listing)
    console.print(summary_of([one.verdict.label for one in outcomes]))


def summary_of(verdicts: list[str]) -> str:
    """How many relations came to each verdict."""
    from collections import Counter

    counts = "，".join(f"{verdict} {number} 条" for verdict, number in Counter(verdicts).items())
    return f"指标关系 {len(verdicts)} 条：{counts}。"


def show_relations(collection: str) -> None:
    """The table that `huizong demo` ends with."""
    relations(collection, Format.TEXT)
