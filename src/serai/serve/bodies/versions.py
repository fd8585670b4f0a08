"""The bodies of the corridor's versions: what is sent, what is listed, what differs."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from serai.serve.bodies.needs import Moment

NAME = r"^[0-9a-f]{8,64}$"
FILE = r"^[^\x00-\x1f\x7f\\]+$"
NOTE = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
VersionName = Annotated[str, StringConstraints(pattern=NAME)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=FILE)]
Note = Annotated[str, StringConstraints(max_length=500, pattern=NOTE)]
MOST_FILES = 100


class TablesAsked(BaseModel):
    """Changed tables, over a version: whole files by their names in the folder, and those that go."""

    model_config = ConfigDict(extra="forbid")

    files: dict[FileName, str] = Field({}, max_length=MOST_FILES)
    remove: list[FileName] = Field([], max_length=MOST_FILES)
    parent: VersionName | None = Field(None, description="Over which version; that in force.")
    note: Note = Field("", description="Why, for the record.")


class TakingAsked(BaseModel):
    """Why a version is taken or taken back, and in the place of which."""

    model_config = ConfigDict(extra="forbid")

    note: Note = ""
    instead_of: VersionName | None = Field(
        None, description="The version believed to be in force, whole; where another is, nothing is done."
    )


class VersionBody(BaseModel):
    """A version of the corridor's tables."""

    version: str = Field(description="The SHA-256 of its files.")
    parent: str = Field(description="The version before it; empty for the first.")
    source: str = Field(description="folder, tables, archive or fetch.")
    note: str
    by: str
    at: Moment
    in_force: bool


class TakingBody(BaseModel):
    """A version that came into force, and which was there before."""

    version: str
    before: str
    did: str = Field(description="folder, take, take back or fetch.")
    note: str
    by: str
    at: Moment


class FetchingBody(BaseModel):
    """How element sets are fetched on schedule, and what came of it the last time."""

    every_h: float | None = Field(description="Null where nothing is fetched.")
    asked: Moment | None
    says: str
    stopped: bool = Field(description="After three refusals in a row, until the next start.")


class VersionsBody(BaseModel):
    """Every version, and every taking, in their order."""

    corridor: str
    in_force: str
    assessed: str = Field(description="The version that answers are of; soon that in force.")
    versions: list[VersionBody]
    takings: list[TakingBody]
    fetching: FetchingBody


class RowChangeBody(BaseModel):
    """A row that differs: the cells that do; all cells of a row that only one version has."""

    key: str
    before: dict[str, str]
    after: dict[str, str]


class FileChangeBody(BaseModel):
    """A file that differs."""

    name: str
    how: str = Field(description="added, removed or changed.")
    keys: list[str] = Field(description="The columns that name a row.")
    columns_added: list[str]
    columns_removed: list[str]
    rows: list[RowChangeBody]
    left_off: int = Field(description="Rows that differ and are not listed here.")


class ComparedBody(BaseModel):
    """What differs between two versions."""

    before: str
    after: str
    files: list[FileChangeBody]
