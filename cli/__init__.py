"""The command line. Heavy imports stand inside the commands: `--help` and `check` stay light."""

import os
import sys

import typer

from cli import (
    checking,
    demo,
    explaining,
    keeping,
    passing,
    relations,
    releasing,
    report,
    rules,
    running,
    serving,
    templates,
    totals,
    units,
)
from cli.output import allow_every_character, fail, is_server_lost

app = typer.Typer(
    name="huizong",
    help="汇总：把学校的 Excel 报表核对、入库并汇总成可以签字的数字。\n\n"
    "Turn schools' Excel returns into district totals that the bureau can sign.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("run")(running.run)
app.command("check")(checking.check)
app.command("template")(templates.template)
app.command("status")(units.status)
app.command("totals")(totals.totals)
app.command("explain")(totals.explain)
app.command("relations")(relations.relations)
app.command("report")(report.report)
app.command("rules")(rules.rules)
app.command("serve")(serving.serve)
app.command("server")(serving.server)
app.command("notify")(serving.notify)
app.command("runs")(running.runs)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("migrate")(keeping.migrate)
app.command("explain-query")(explaining.explain_query)
app.command("explanations")(explaining.explanations)
app.command("pass")(passing.pass_units)
app.command("release")(releasing.release)


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 findings of severity error, 2 wrong use, 3 technical."""
    allow_every_character()
    try:
        app()
    except Exception as error:
        code = fail(error)
        if is_server_lost(error):
            sys.stdout.flush()
            os._exit(code)
        sys.exit(code)
