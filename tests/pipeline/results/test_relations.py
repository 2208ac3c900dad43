"""The nightly flow judges the relations and keeps the verdicts under the digest of the totals."""

from collections import Counter

from sqlalchemy import select

from indicators.computation import compute
from indicators.relations import RELATIONS, judge_relations
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import District
from warehouse.engine import reading
from warehouse.relations import StoredVerdict, load_verdicts
from warehouse.tables import indicator_value, relation_verdict


def test_the_verdicts_of_both_nights_are_kept(district: District) -> None:
    workspace = Workspace(Settings(), "2020")
    kept = relation_verdict.c
    with reading(workspace.engine) as connection:
        digests = connection.scalars(select(kept.in_force_digest).distinct()).all()
        totals = connection.scalars(select(indicator_value.c.in_force_digest).distinct()).all()
        nights = [load_verdicts(connection, "2020", digest) for digest in digests]
        computed = compute(connection, workspace.collection, workspace.register)
    assert set(digests) == set(totals)
    assert all([one.relation for one in night] == sorted(RELATIONS) for night in nights)

    finished = [
        StoredVerdict(one.relation.id, one.verdict.value, one.detail)
        for one in judge_relations(computed, workspace.collection)
    ]
    assert finished in nights
    (first,) = [night for night in nights if night != finished]
    by_verdict = Counter(one.verdict for one in finished)
    assert by_verdict == {"holds": 22, "to-be-explained": 8, "fails": 2}
    assert not any("暂定" in one.detail for one in finished)

    stations = next(one for one in first if one.relation == "REL-01")
    assert stations.verdict == "fails"  # three party organisations had not reported yet
    assert stations.detail.endswith("（暂定：群众网络文明实践所）")
    assert Counter(one.verdict for one in first)["not-computable"] == 3
