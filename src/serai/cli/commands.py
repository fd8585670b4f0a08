"""The subcommands: what each is called, where it is, what it answers; only the one asked for is loaded.

A new subcommand is one new file and one line here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from serai.cli.input.plain_words import read_plainly

# Each with the module of `serai.cli` that holds the function of its name, and its line in the list of --help,
# which must fit a narrow terminal whole.
COMMANDS = (
    ("assess", "assess", "Is each need met, by what path, with what margin?"),
    ("resilience", "resilience", "Which single loss breaks which needs, and what mends it?"),
    ("connect", "ladder.connect", "What can be had at a place, best first, and how surely?"),
    ("plan", "plan", "Who looks when, and which station takes which pass?"),
    ("check", "check", "Can a corridor folder be read, and what in it is old?"),
    ("fetch", "fetch", "Newer elements, Earth tables, maps of the ITU-R."),
    ("passes", "passes", "When do satellites pass over stations, how high?"),
    ("looks", "looks", "When can satellites see places, how far off nadir?"),
    ("scenes", "images.scenes", "What was taken of an area, and who could look next?"),
    ("revisit", "revisit", "How often is each place seen again?"),
    ("sun", "sun", "When does the Sun drown links, and shadow satellites?"),
    ("position", "position", "Where was this receiver?"),
    ("station", "station", "Do the navigation services perform as published, here?"),
    ("attenuation", "attenuation", "What do rain, gases and clouds take from a path?"),
    ("monitor", "images.monitor", "What changed at a place, since when, how sure?"),
    ("budget", "budget", "Does a link close, by which lines, with what margin?"),
    ("schedule", "schedule", "Which of many options fit together best, how surely?"),
    ("request", "orders.asking", "What do partners ask, and how does it stand?"),
    ("offer", "orders.asking", "What can be offered, by whom, when in hand?"),
    ("hold", "orders.holding", "Ask every owner of an offer to keep its asset."),
    ("confirm", "orders.holding", "Agree, as an owner, to what is held."),
    ("release", "orders.holding", "Let an order go; an owner's no; break a hold."),
    ("report", "orders.record", "What was promised, what came, who gives and gets?"),
    ("ledger", "orders.record", "What was decided, when, by whom?"),
    ("audit", "orders.record", "Has anybody changed the ledger?"),
    ("sweep", "orders.working", "Queue a season: every need judged on each day."),
    ("jobs", "orders.working", "Long work: how it stands, work on it, cancel it."),
    ("account", "orders.people", "Who may come in, and who may do what, by which rule?"),
    ("key", "orders.people", "Keys by which programs come in: add, rotate, revoke."),
    ("serve", "serve", "The corridor as a service over HTTP, on this machine."),
    ("store", "orders.keeping", "The database: make, upgrade, back up, export."),
)


class Command(TyperCommand):
    """A subcommand whose options are read without pydantic where their words are plain."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters, the option --help last."""
        return read_plainly(super().get_params(ctx))


class Commands(TyperGroup):
    """The subcommands by name and line; the one asked for is imported, and its options declared, then."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The options before any subcommand, --help last."""
        return read_plainly(super().get_params(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that the words ask for, with its options, and the words after its name."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, listed if name is None else declared(name), rest


def group(about: str, root: Callable[..., None]) -> Commands:
    """The command line: ``root`` holds the options before any subcommand, ``about`` is the head of --help."""
    app = typer.Typer(
        cls=Commands,
        name="serai",
        help=about,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # plain help: no 0.2 s for rich, and the same text in a pipe as on a screen
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    )
    app.callback()(root)
    made = typer.main.get_command(app)
    assert isinstance(made, Commands)
    for name, _, line in COMMANDS:
        made.add_command(TyperCommand(name, short_help=line))
    return made


def declared(name: str) -> Any:
    """One subcommand with all its options."""
    module, line = next((module, line) for known, module, line in COMMANDS if known == name)
    one = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    one.command(name, cls=Command, short_help=line)(
        getattr(importlib.import_module(f"serai.cli.{module}"), name)
    )
    return typer.main.get_command(one)
