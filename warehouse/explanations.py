"""What units wrote to their queries: sealed, append-only, attached by the key of the finding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from schemas.findings import Severity
from warehouse.key_record import unbound
from warehouse.tables import explanation, finding
from warehouse.vault import Place, Vault


@dataclass(frozen=True)
class Explanation:
    """The words of a unit to one query. They may name persons: never for a log."""

    key: str
    text: str
    author: str


@dataclass(frozen=True)
class Given:
    """An explanation as it lies in the warehouse. `submission_id` None: the bureau noted it."""

    unit_code: str
    rule: str
    explanation: Explanation
    given_at: datetime
    submission_id: int | None


def queries_of(
    connection: Connection, collection: str, unit_code: str, keys: Iterable[str]
) -> dict[str, str]:
    """Those of the keys that a query of the unit has, or had in an earlier file: key → rule."""
    rows = connection.execute(
        select(finding.c.key, finding.c.rule)
        .where(
            finding.c.collection == collection,
            finding.c.unit_code == unit_code,
            finding.c.severity == Severity.QUERY.value,
            finding.c.key.in_(set(keys)),
        )
        .distinct()
    )
    return {row.key: row.rule for row in rows}


def add_explanations(
    connection: Connection,
    vault: Vault,
    collection: str,
    unit_code: str,
    given: Sequence[Explanation],
    given_at: datetime,
    submission_id: int | None = None,
) -> int:
    """Attach explanations to queries of the unit; how many are new.

    The same words for the same query are kept once. A key that is no query's is passed over: see
    `queries_of`.
    """
    if not given:
        return 0
    rules = queries_of(connection, collection, unit_code, (one.key for one in given))
    latest = {
        one.explanation.key: one.explanation
        for one in explanations(connection, vault, collection, unit_code)
    }
    rows = [
        {
            "collection": collection,
            "unit_code": unit_code,
            "key": one.key,
            "rule": rules[one.key],
            "author": vault.seal(
                one.author, place_of("author", collection, unit_code, one.key, submission_id)
            ),
            "text": vault.seal(
                one.text, place_of("text", collection, unit_code, one.key, submission_id)
            ),
            "given_at": given_at,
            "submission_id": submission_id,
        }
        for one in given
        if one.key in rules and latest.get(one.key) != one
    ]
    if rows:
        connection.execute(insert(explanation), rows)
    return len(rows)


def explanations(
    connection: Connection, vault: Vault, collection: str, unit_code: str | None = None
) -> list[Given]:
    """All explanations of a unit or of all units, in the order in which they were given."""
    query = select(explanation).where(explanation.c.collection == collection)
    if unit_code is not None:
        query = query.where(explanation.c.unit_code == unit_code)
    old = unbound(connection)
    given = []
    for row in connection.execute(query.order_by(explanation.c.id)):
        about = (collection, row.unit_code, row.key, row.submission_id)
        is_old = old.holds_explanation(row.id)
        words = Explanation(
            row.key,
            vault.unseal(row.text, place_of("text", *about, is_old)),
            vault.unseal(row.author, place_of("author", *about, is_old)),
        )
        given.append(Given(row.unit_code, row.rule, words, row.given_at, row.submission_id))
    return given


def place_of(
    column: str,
    collection: str,
    unit_code: str,
    key: str,
    submission_id: int | None,
    may_be_unbound: bool = False,
) -> Place:
    """Where the words or the author of an explanation stand."""
    source = submission_id or "told"
    return Place(f"explanation.{column}/{collection}/{unit_code}/{key}/{source}", may_be_unbound)
