"""The catalogue of rules: complete, resolved, and the page of the documentation up to date."""

from reports.catalogue import (
    HEADINGS,
    PAGE,
    basis_text,
    fields_text,
    protects_text,
    rule_rows,
    rules_markdown,
    severity_text,
    words_text,
)
from schemas.rules import RULES


def test_the_page_is_up_to_date() -> None:
    """Run `python -m reports.catalogue` after a change of rules, labels or standards."""
    assert PAGE.read_text(encoding="utf-8") == rules_markdown()


def test_every_rule_is_listed_once_with_nothing_left_out() -> None:
    heading, *rows = rule_rows()
    assert heading == list(HEADINGS)
    assert sorted(row[0] for row in rows) == sorted(RULES)
    assert all(len(row) == len(HEADINGS) for row in rows)
    for rule_id, kind, title, words, _, basis, protects in rows:
        assert all((kind, title, words, basis, protects)), rule_id
        assert "{" not in words


def test_a_standard_is_cited_with_its_editions_and_what_is_unconfirmed() -> None:
    assert basis_text(RULES["SAF-002"]) == (
        "公治〔2015〕168号《中小学幼儿园安全防范工作规范（试行）》（数值待核对原件）"
        "（2015-03-16 起，2022-05-31 止）；"
        "GB/T 29315-2022《中小学、幼儿园安全防范要求》（数值待核对原件）（2022-06-01 起）"
    )


def test_severity_names_the_collections_that_differ() -> None:
    assert severity_text(RULES["DRL-002"]) == "经验校验（2020 年度为提示）"
    assert severity_text(RULES["ENR-001"]) == "逻辑校验"


def test_fields_and_figures_are_named_as_people_know_them() -> None:
    assert fields_text(RULES["SAF-001"]) == "《平安校园》专职保安"
    assert fields_text(RULES["FND-002"]) == "《公用经费》核定小学生数、核定初中生数"
    assert "（drowning_letters）" in protects_text(RULES["SAF-010"])
    assert words_text(RULES["SAF-004"]) == "其中寄宿生填了 …，多于学生（幼儿）数 …，请核对这两栏"
