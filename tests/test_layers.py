"""The tree tells the story from top to bottom: what may import what, and what no module may hold.

The order of the layers is written here and nowhere else. Only the text of the modules is read; none is run.
"""

from __future__ import annotations

import ast
import os
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType

SOURCE = Path(os.environ.get("SERAI_SOURCE", Path(__file__).resolve().parent.parent / "src"))

# A layer imports from the layers above it in this list and from itself. Those in one line are siblings:
# none of them imports another.
LAYERS = (
    ("wording",),
    ("errors",),
    ("files",),  # the doors to the disk: what is read and what is written
    ("jit",),
    ("tables",),
    ("time",),
    ("earth",),
    ("formats",),
    ("orbit",),
    ("gnss", "access"),
    ("world",),
    ("radio",),
    ("pool",),
    ("needs",),
    ("ground",),
    ("corridor",),
    ("fetch",),
    ("(the services)",),  # those that services.py names, siblings of each other
    ("plan",),
    ("losses",),
    ("services",),
    ("outcome",),
    ("store",),  # what was asked, kept and agreed across owners
    ("questions",),
    ("report",),
    ("precompile",),
    ("serve",),  # the corridor as a service: who may do what, and HTTP
    ("cli",),
)
NAME_NO_SERVICE = ("pool", "needs", "world", "ground", "corridor", "plan", "losses", "outcome")
SERVICES = "any service"  # stands for those that services.py names
# What a room never imports, whatever its place in the list; each is a promise of docs/decisions/0009.
NEVER = MappingProxyType(
    {
        "radio": ("corridor", "needs", "ground", "pool"),
        "gnss": ("pool", "needs", "world", "corridor", "ground"),
        "access": ("pool", "needs", "world", "corridor"),
        "plan": (SERVICES, "services"),
        "losses": (SERVICES, "services"),
        "ground": (SERVICES, "services"),
        "corridor": (SERVICES, "services", "fetch"),
        "outcome": (SERVICES,),
        "report": (SERVICES,),
        "serve": (SERVICES,),
        "cli": (SERVICES,),
    }
)
# A page or a command of one subject may import that subject: who, what, and which subject it is.
LADDER = ("serai.connect.ladder", "serai.connect.own.reading")
CUT = ("serai.connect.chain", "serai.connect.fittings")
STATION = ("serai.navigate.monitor",)
WATCHED_PLACE = ("serai.observe.series",)
SCENES = ("serai.observe.catalogue",)
OF_ONE_SUBJECT = MappingProxyType(
    {
        "serai.cli.assess": ("serai.connect.own.reading",),
        "serai.cli.ladder.cascade": CUT,
        "serai.cli.ladder.connect": LADDER,
        "serai.cli.images.monitor": WATCHED_PLACE,
        "serai.cli.images.need": (*WATCHED_PLACE, "serai.observe.request"),
        "serai.cli.station": STATION,
        "serai.cli.station_run": STATION,
        "serai.report.data.ladder": LADDER,
        "serai.report.data.series": WATCHED_PLACE,
        "serai.report.data.scenes": SCENES,
        "serai.report.drawing.topology": LADDER,
        "serai.report.page.ladder": LADDER,
        "serai.report.readings.ladder": (*LADDER, "serai.connect.fittings"),
        "serai.report.drawing.series": WATCHED_PLACE,
        "serai.report.drawing.station": STATION,
        "serai.report.page.station": STATION,
        "serai.report.page.areas.watched": WATCHED_PLACE,
        "serai.report.terminal.scenes": SCENES,
        "serai.report.terminal.series": WATCHED_PLACE,
        "serai.report.terminal.station": STATION,
    }
)

# Imports inside a function, each with its reason. Everything else is imported at the head of its module,
# where a reader looks for it. The key is the importing layer or module, and what it imports.
_AREAS = "50 ms of shapely, for a corridor whose needs have areas"
_MODE = "one mode of five: a position of one epoch by codes alone does without its second of imports"
LATE_IMPORTS = {
    ("serai.cli", "*"): "`serai --help` answers at once: a command imports its heavy needs when it runs",
    ("serai", "astropy_iers_data"): "a data package: read only by those who ask for the published tables",
    (
        "serai.access",
        "serai.access.nodes",
    ): "numba loads in seconds: only searches large enough to gain by it do",
    ("serai.gnss.positioning", "serai.gnss.corrections.source"): _MODE,
    ("serai.gnss.positioning", "serai.gnss.estimators.dgnss"): _MODE,
    ("serai.gnss.positioning", "serai.gnss.estimators.ppp"): _MODE,
    ("serai.gnss.positioning", "serai.gnss.estimators.rtk"): _MODE,
    ("serai.gnss.observations.reading", "serai.gnss.observations.of_stream"): "the same, of RTCM's messages",
    (
        "serai.questions",
        "serai.outcome.outcome",
    ): "a file of element sets is answered for without a corridor: half of the time of a short question",
    ("serai.questions", "serai.ground.horizon"): "the same",
    ("serai.questions", "serai.questions.takes"): "the same",
    ("serai.questions", "serai.questions.constellations.selection"): "the same",
    (
        "serai.questions.region",
        "serai.formats.clouds.netcdf",
    ): "scipy's reader, for those who have a forecast",
    ("serai.jit", "numba"): "half a second, for those who compile or call what does not stand alone",
    ("serai.jit", "llvmlite"): "50 ms, for those who call what stands alone",
    ("serai.corridor.areas", "serai.formats.geojson"): _AREAS,
    (
        "serai.radio.propagation.itu.p531",
        "scipy.special",
    ): "a quarter of a second of scipy, for the budgets that tell a scintillation index",
    ("serai.__main__", "serai.cli"): "the process's memory is set up before anything is loaded",
}

OF_THE_SERVER = ("fastapi", "starlette", "uvicorn", "prometheus_client")  # the extra `serve`
OF_THE_STORE = ("sqlalchemy", "alembic", "pg8000")  # the extra `store`: no other room needs it
WITH_THE_STORE = ("serai.store", "serai.serve.trust")  # accounts and keys are rows beside the store's own

MUTABLE_CALLS = (
    "dict",
    "list",
    "set",
    "bytearray",
    "defaultdict",
    "OrderedDict",
    "Counter",
    "deque",
    "local",
)
READ_ONLY = ("Mapping", "Sequence", "Collection", "AbstractSet")  # the type checker then refuses a change


@dataclass(frozen=True, slots=True)
class Module:
    """One module of serai: its dotted name, where it lies, and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def layer(self) -> str:
        """The first word below `serai`, or '' for the package's own two front doors."""
        parts = self.name.split(".")
        return "" if len(parts) == 1 or parts[1] == "__main__" else parts[1]

    @property
    def package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in sorted((SOURCE / "serai").rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, path, ast.parse(path.read_text(encoding="utf-8"), str(path)))
    return found


@cache
def services() -> tuple[str, ...]:
    """Name the layers whose services stand in services.py, the one place that names them."""
    tree = modules()["serai.services"].tree
    called = {
        node.func.id
        for statement in tree.body
        if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == "SERVICES"
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return tuple(
        sorted(
            (node.module or "").split(".")[1]
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            if {alias.name for alias in node.names} & called
        )
    )


@cache
def layers() -> tuple[tuple[str, ...], ...]:
    """Give the list of layers with the services in their place."""
    return tuple(services() if names == ("(the services)",) else names for names in LAYERS)


def imported(module: Module, node: ast.Import | ast.ImportFrom) -> list[str]:
    """Name what one import statement reaches: modules of serai in full, others by their own name."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        home = module.package.split(".")
        base = ".".join([*home[: len(home) - node.level + 1], *filter(None, [base])])
    full = [f"{base}.{alias.name}" for alias in node.names]
    return [name if name in modules() else base for name in full]


def imports(module: Module) -> list[tuple[int, str]]:
    return [
        (node.lineno, name)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(module, node)
    ]


def layer_of(name: str) -> str | None:
    """Give the layer an import reaches, '' for `serai` itself, None for anything outside serai."""
    parts = name.split(".")
    if parts[0] != "serai":
        return None
    return parts[1] if len(parts) > 1 else ""


def rank(layer: str) -> int:
    """Give a layer's place in the list; one that is not in it (another test says so) stands at the bottom."""
    return next((place for place, names in enumerate(layers()) if layer in names), len(layers()))


def test_every_module_belongs_to_a_layer_that_is_named_here():
    known = {"", *(name for names in layers() for name in names)}
    strays = sorted(
        {f"{m.layer} ({m.path.relative_to(SOURCE)})" for m in modules().values() if m.layer not in known}
    )
    assert not strays, "add to LAYERS, where the story has its place for it: " + ", ".join(strays)


def test_imports_only_point_up_the_list_of_layers():
    faults = []
    for module in modules().values():
        if module.layer == "":
            continue  # the front doors, `serai` and `python -m serai`, may reach everything
        for line, name in imports(module):
            target = layer_of(name)
            if target is None or target == module.layer:
                continue
            if target == "" and module.layer == "cli":
                continue  # the command tells the version
            if target == "" or rank(target) >= rank(module.layer):
                faults.append(f"{module.name}, line {line}: imports {name}")
    assert not faults, "a layer may import only what stands above it in LAYERS:\n" + "\n".join(faults)


def test_what_a_room_never_imports():
    faults = [
        f"{module.name}, line {line}: imports {name}"
        for module in modules().values()
        for line, name in imports(module)
        if layer_of(name) in never(module.layer)
        if not any(name.startswith(subject) for subject in OF_ONE_SUBJECT.get(module.name, ()))
    ]
    assert not faults, "\n".join(faults)


def test_of_the_forms_of_a_report_only_a_page_knows_the_page():
    """The terminal, the data and the drawings share what is read off an answer, never another form of it."""
    faults = [
        f"{module.name}, line {line}: imports {name}"
        for module in modules().values()
        if module.name.startswith("serai.report.") and not module.name.startswith("serai.report.page")
        for line, name in imports(module)
        if name.startswith("serai.report.page")
    ]
    assert not faults, "\n".join(faults)


def never(layer: str) -> tuple[str, ...]:
    """The layers that one never imports, the services by their names."""
    told = NEVER.get(layer, ())
    return (*told, *services()) if SERVICES in told else told


def test_no_room_but_the_services_and_their_list_names_a_service_in_its_code():
    """A fourth service is one folder and one line; nothing else knows the three by name."""
    faults = [
        f"{module.name}, line {node.lineno}: {node.value!r}"
        for module in modules().values()
        if module.layer in NAME_NO_SERVICE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and node.value in services()
    ]
    assert not faults, "\n".join(faults)


def test_only_the_store_knows_its_database():
    faults = [
        f"{module.name}, line {line}: imports {name}"
        for module in modules().values()
        for line, name in imports(module)
        if name.split(".")[0] in OF_THE_STORE and not module.name.startswith(WITH_THE_STORE)
    ]
    assert not faults, "\n".join(faults)


def test_only_the_server_knows_its_framework():
    faults = [
        f"{module.name}, line {line}: imports {name}"
        for module in modules().values()
        for line, name in imports(module)
        if name.split(".")[0] in OF_THE_SERVER and module.layer != "serve"
    ]
    assert not faults, "\n".join(faults)


def test_no_two_modules_import_each_other_in_a_circle():
    inside = {
        module.name: {name for _, name in imports(module) if name in modules() and name != module.name}
        for module in modules().values()
    }
    try:
        TopologicalSorter(inside).prepare()
    except CycleError as fault:
        raise AssertionError("an import cycle: " + " -> ".join(fault.args[1])) from None


def test_imports_stand_at_the_head_of_their_module_or_are_listed_with_a_reason():
    faults = [
        f"{module.name}, line {node.lineno}: imports {name} inside {function.name}()"
        for module in modules().values()
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(module, node)
        if not may_be_late(module, name)
    ]
    assert not faults, "move it to the head, or list it in LATE_IMPORTS with its reason:\n" + "\n".join(
        faults
    )


def may_be_late(module: Module, name: str) -> bool:
    return any(
        (module.name == where or module.name.startswith(where + "."))
        and (what == "*" or name == what or name.startswith(what + "."))
        for where, what in LATE_IMPORTS
    )


def test_no_function_reaches_for_global_state():
    faults = [
        f"{module.name}, line {node.lineno}: global {', '.join(node.names)}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Global)
    ]
    assert not faults, "\n".join(faults)


def test_no_module_holds_anything_that_can_change():
    faults = [
        f"{module.name}, line {node.lineno}: {name}"
        for module in modules().values()
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for name in held_names(node)
        if name != "__all__" and is_mutable(node.value) and not (name.isupper() and is_read_only(node))
    ]
    assert not faults, (
        "a module holds constants only: a tuple, a frozenset, MappingProxyType(...), or an UPPER_CASE name "
        "typed Mapping, Sequence or Collection:\n" + "\n".join(faults)
    )


def held_names(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]


def is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        called = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return called in MUTABLE_CALLS
    return isinstance(value, ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp | ast.SetComp)


def is_read_only(node: ast.Assign | ast.AnnAssign) -> bool:
    if not isinstance(node, ast.AnnAssign):
        return False
    return bool(words_of(node.annotation) & {*READ_ONLY, *read_only_aliases()})


@cache
def read_only_aliases() -> frozenset[str]:
    """Name what serai itself calls a read-only type, such as `Columns = Mapping[str, Column]`."""
    return frozenset(
        name
        for module in modules().values()
        for node in module.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript)
        if words_of(node.value.value) & set(READ_ONLY)
        for name in held_names(node)
    )


def words_of(expression: ast.expr) -> set[str | None]:
    return {getattr(part, "id", None) or getattr(part, "attr", None) for part in ast.walk(expression)}


def test_importing_a_module_does_no_work():
    faults = [
        f"{module.name}, line {node.lineno}: {ast.unparse(node).splitlines()[0]}"
        for module in modules().values()
        for node in module.tree.body
        if not (is_declaration(node) or is_guard(node))
    ]
    assert not faults, "a module declares; it does not act when imported:\n" + "\n".join(faults)


def is_declaration(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # a docstring
    return isinstance(
        node,
        ast.Import
        | ast.ImportFrom
        | ast.FunctionDef
        | ast.AsyncFunctionDef
        | ast.ClassDef
        | ast.Assign
        | ast.AnnAssign,
    )


def is_guard(node: ast.stmt) -> bool:
    """Recognise `if TYPE_CHECKING:` and `if __name__ == "__main__":`."""
    return isinstance(node, ast.If) and any(
        word in ast.unparse(node.test) for word in ("TYPE_CHECKING", "__name__")
    )
