"""Reading `site.toml` against the typed table: every fault is told at once.

What is wrong falls back to its default, so that the rest of the content can still be proofread.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import typing
import zoneinfo
from pathlib import Path
from typing import Any

from plugins.proofreading import contact_form
from plugins.proofreading.hosts import HOSTS, host_of, is_public
from plugins.proofreading.mistakes import Mistake
from plugins.proofreading.nearest import did_you_mean, nearest, one_of
from plugins.proofreading.settings import (
    FORMATS,
    REQUIRED,
    Business,
    CallToAction,
    ContactForm,
    NavigationLink,
    Notebook,
    Photographs,
    Practice,
    Settings,
)
from plugins.proofreading.toml_slips import HOW, NOT_UTF_8, in_plain_words

TABLES: dict[str, type] = {
    "practice": Practice,
    "navigation": NavigationLink,
    "footer": NavigationLink,
    "links": NavigationLink,
    "business": Business,
    "calls_to_action": CallToAction,
    "contact_form": ContactForm,
    "photographs": Photographs,
    "notebook": Notebook,
}
ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/-]*)?")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MOST_LINKS = 6
"""A menu of more is no menu."""
OWED = {"legal_name": "name", "postal_address": "postal address", "email": "mail address"}
"""What a business must say on its website (in the UK the Electronic Commerce Regulations 2002, regulation 6)."""
UNREAD = ("settings-missing", "settings-unreadable", "not-utf-8")
REPEATED = ("navigation", "footer", "links")
TYPES: dict[Any, tuple[str, str]] = {
    str: ("words in quotation marks", '"…"'),
    bool: ("true or false, without quotation marks", "false"),
    int: ("a whole number, without quotation marks", "60"),
    tuple[str, ...]: ('a list such as ["one", "two"]', '["one", "two"]'),
    tuple[int, ...]: ("a list of whole numbers such as [480, 800]", "[480, 800]"),
    dict[str, str]: ('names with words, such as { message = "comment" }', '{ message = "comment" }'),
}
"""Each type that a setting may have, in words, and an example."""
WIDTHS_PX, MOST_WIDTHS = range(160, 3841), 8
QUALITIES = range(20, 96)
"""Below the first nobody knows the photograph; above the last a file grows and nobody sees why."""


def load(path: Path, address: str = "") -> tuple[Settings, list[Mistake]]:
    """Read a `site.toml`; return the settings and every mistake in it.

    address: the site's public address where it is known better than the file knows it.
    """
    reader = _Reader(path, address if is_public(address) else "")
    settings = reader.read()
    if address and not ADDRESS.fullmatch(address):
        wanted, fix = "This is not the address of a site.", "Write it in full, such as https://www.example.org."
        reader.mistakes.append(Mistake("address-wrong", "ADDRESS", None, address, address, wanted, fix))
    elif address:
        practice = dataclasses.replace(settings.practice, address=address.rstrip("/"))
        settings = dataclasses.replace(settings, practice=practice)
    return settings, reader.mistakes


def is_time_zone(name: str) -> bool:
    """Whether the machine knows a time zone of this name; a list of all is only looked up for a guess."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def line_with(path: Path, words: str) -> tuple[int | None, str]:
    """The first line of a `site.toml` that holds these words, from 1, and what it says."""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if words in line:
            return number, line
    return None, ""


class _Reader:
    """Reads one `site.toml`, gathering mistakes with the line on which each stands."""

    def __init__(self, path: Path, published_at: str = "") -> None:
        self.path = path
        self.published_at = published_at
        self.mistakes: list[Mistake] = []
        self.text = ""
        self.section = (1, 1)
        self.renamed: set[str] = set()

    def read(self) -> Settings:
        raw = self._parse()
        if raw is None:
            return Settings(practice=Practice(name="", voice="", description="", address=""))
        strange = [key for key in raw if key not in TABLES]
        self.renamed = {nearest(key, TABLES) for key in strange}
        for key in raw:
            if key in strange:
                wanted = f"I don't know this table. {did_you_mean(key, TABLES)}".strip()
                self._mistake("setting-unknown", key, wanted, f"The tables are: {one_of(TABLES)}.")
        calls = {
            name: dataclasses.replace(self._table(CallToAction, f"calls_to_action.{name}", table), name=name)
            for name, table in self._tables_in(raw, "calls_to_action").items()
        }
        settings = Settings(
            practice=self._practice(raw),
            **{name: self._links(raw, name) for name in REPEATED},
            business=self._table(Business, "business", raw.get("business", {})),
            calls_to_action=calls,
            contact_form=self._table(ContactForm, "contact_form", raw.get("contact_form", {})),
            photographs=self._photographs(raw),
            notebook=self._table(Notebook, "notebook", raw.get("notebook", {})),
        )
        settings = dataclasses.replace(settings, contact_form=self._contact_form(settings))
        self._owed(settings.business, settings.contact_form)
        if "default" not in calls:
            self._mistake(
                "setting-missing",
                "calls_to_action",
                "The invitation at the end of every musing is missing.",
                "Add a table [calls_to_action.default] with a heading and a button.",
            )
        return settings

    def _parse(self) -> dict[str, Any] | None:
        if not self.path.is_file():
            near = [each.name for each in self.path.parent.glob("[Ss]ite*") if each.suffix in (".toml", ".txt", ".tml")]
            called = f" There is {near[0]}." if near else ""
            fix = "Put it beside the folder content/."
            self._mistake("settings-missing", "", f"There is no site.toml.{called}", fix)
            return None
        try:
            raw = self.path.read_bytes()
            self.text = raw.decode("utf-8-sig")
            return tomllib.loads(self.text)
        except OSError as error:
            wanted = f"I can't open this file ({error.strerror})."
            fix = "Look whether you can open it yourself, and allow reading in its properties."
            self._mistake("settings-unreadable", "", wanted, fix)
        except UnicodeDecodeError as error:
            self._unreadable(raw.count(b"\n", 0, error.start) + 1, "not-utf-8", *NOT_UTF_8)
        except RecursionError:
            self._unreadable(1, "settings-unreadable", "This file is nested so deeply that I can't read it.", HOW)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"at line (\d+)", str(error))
            line = int(place[1]) if place else max(1, self.text.rstrip().count("\n") + 1)
            self._unreadable(line, "settings-unreadable", *in_plain_words(str(error), self._line(line)))
        return None

    def _line(self, number: int) -> str:
        lines = self.text.split("\n")
        return lines[number - 1] if number <= len(lines) else ""

    def _unreadable(self, line: int, code: str, wanted: str, fix: str) -> None:
        self.mistakes.append(Mistake(code, self.path.name, line, self._line(line), "", wanted, fix))

    def _practice(self, raw: dict[str, Any]) -> Practice:
        practice: Practice = self._table(Practice, "practice", raw.get("practice", {}))
        if practice.address and not ADDRESS.fullmatch(practice.address):
            self._mistake(
                "setting-wrong",
                "address",
                "This is not the address of a site.",
                'Write it in full, such as address = "https://www.example.org".',
                at=practice.address,
            )
        if not LANGUAGE.fullmatch(practice.language):
            self._mistake(
                "setting-wrong",
                "language",
                "This is not the code of a language.",
                "Write two letters, or two and two, such as en or en-GB.",
                at=practice.language,
            )
        if not is_time_zone(practice.time_zone):
            zones = zoneinfo.available_timezones()
            self._mistake(
                "setting-wrong",
                "time_zone",
                f"I don't know this time zone. {did_you_mean(practice.time_zone, zones)}".strip(),
                "Write a continent and a city, such as Europe/London.",
                at=practice.time_zone,
            )
            practice = dataclasses.replace(practice, time_zone="UTC")
        if practice.host and practice.host not in HOSTS:
            wanted = f"I don't know this host. {did_you_mean(practice.host, HOSTS)}".strip()
            self._mistake("setting-wrong", "host", wanted, f"Choose one of: {one_of(HOSTS, 20)}.", at=practice.host)
            practice = dataclasses.replace(practice, host="")
        return dataclasses.replace(
            practice,
            address=practice.address.rstrip("/"),
            short_name=practice.short_name or practice.name,
            coach=practice.coach or practice.name,
        )

    def _contact_form(self, settings: Settings) -> ContactForm:
        """Tells what is wrong with who receives the form; asked when the address and the business are known."""
        form, practice = settings.contact_form, settings.practice
        host = practice.host or host_of(self.published_at or practice.address)
        for fault in contact_form.find_faults(form, settings.business, host):
            self.section = self._section(fault.table, 0)
            asked = [fault.key, fault.table, "address"]
            if fault.code == "setting-missing" and (self._line_of(fault.key, "", self.section)[0] or 0) not in range(
                *self.section
            ):
                asked.remove(fault.key)  # a setting of that name in another table is not what is missing
            keys = [key for key in asked if self._line_of(key, "", self.section)[0]]
            at = fault.at if fault.key in keys else ""
            self._mistake(fault.code, keys[0] if keys else "", fault.wanted, fault.fix, at=at)
            if fault.code == "setting-wrong" and fault.table == "contact_form":
                form = dataclasses.replace(form, **{fault.key: getattr(ContactForm(), fault.key)})
        return form

    def _photographs(self, raw: dict[str, Any]) -> Photographs:
        photographs: Photographs = self._table(Photographs, "photographs", raw.get("photographs", {}))
        told = {**self._wrong_widths(photographs.widths), **self._wrong_formats(photographs.formats)}
        for name in ("avif_quality", "webp_quality", "jpeg_quality"):
            if (quality := getattr(photographs, name)) not in QUALITIES:
                fix = f"Write a number from {QUALITIES[0]} to {QUALITIES[-1]}, or leave the line out."
                told[name] = (str(quality), "No photograph is made in this quality.", fix)
        for name, (at, wanted, fix) in told.items():
            self._mistake("setting-wrong", name, wanted, fix, at=at)
        return Photographs(**{key: value for key, value in vars(photographs).items() if key not in told})

    @staticmethod
    def _wrong_widths(widths: tuple[int, ...]) -> dict[str, tuple[str, str, str]]:
        """What is wrong with the widths, by the setting's name: where, what and the cure."""
        fix = f"Write up to {MOST_WIDTHS} widths from {WIDTHS_PX[0]} to {WIDTHS_PX[-1]}, or leave the line out."
        if strange := [width for width in widths if width not in WIDTHS_PX]:
            return {"widths": (str(strange[0]), "No screen has a use for a photograph of this width.", fix)}
        if not 0 < len(widths) <= MOST_WIDTHS:
            return {"widths": ("", f"{len(widths) or 'No'} widths can't be made of each photograph.", fix)}
        return {}

    @staticmethod
    def _wrong_formats(formats: tuple[str, ...]) -> dict[str, tuple[str, str, str]]:
        """What is wrong with the formats, by the setting's name: where, what and the cure."""
        if strange := [name for name in formats if name not in FORMATS]:
            wanted = f"I can't make photographs in this format. {did_you_mean(strange[0], FORMATS)}".strip()
            return {"formats": (strange[0], wanted, f"Choose of: {one_of(FORMATS)}.")}
        if "jpeg" not in formats:
            wanted = "Without JPEG, feeds, shared links and old browsers would show no photograph."
            return {"formats": ("", wanted, 'Write formats = ["avif", "jpeg"], or leave the line out.')}
        return {}

    def _owed(self, business: Business, form: ContactForm) -> None:
        """What readers are owed: somebody who receives their letters, and what the law wants to be said."""
        if form.provider == "self" and not (form.recipient or business.email):
            wanted = "Nobody is named who receives enquiries."
            fix = 'In [contact_form] write recipient = "…", or in [business] email = "…".'
            self._mistake("recipient-missing", "contact_form", wanted, fix)
        self.section = self._section("business", 0)
        if missing := [name for name in OWED if not getattr(business, name)]:
            wanted = f"Readers of a business's website are owed its {' and '.join(OWED[name] for name in missing)}."
            fix = f"In [business] write {one_of(f'{name} = “…”' for name in missing)}.".replace("“", '"').replace(
                "”", '"'
            )
            self._mistake("business-incomplete", "business", wanted, fix)
        if not business.complaints:
            wanted = "Readers must be told how to complain about what you do with their details."
            fix = 'In [business] write complaints = "…": how to complain, and when they will hear from you.'
            self._mistake("complaints-missing", "business", wanted, fix)

    def _links(self, raw: dict[str, Any], name: str) -> tuple[NavigationLink, ...]:
        tables = raw.get(name, [])
        if not isinstance(tables, list):
            self._mistake("setting-type", name, "This should be a list of links.", f"Begin each link with [[{name}]].")
            return ()
        if name == "navigation" and len(tables) > MOST_LINKS:
            self.section = self._section(name, MOST_LINKS)
            wanted = f"The menu has {len(tables)} links; beyond {MOST_LINKS} nobody finds one quickly."
            self._mistake("menu-long", name, wanted, "Move some of them to [[footer]].")
        return tuple(self._table(NavigationLink, name, table, number) for number, table in enumerate(tables))

    def _tables_in(self, raw: dict[str, Any], name: str) -> dict[str, Any]:
        tables = raw.get(name, {})
        if isinstance(tables, dict) and all(isinstance(table, dict) for table in tables.values()):
            return tables
        self._mistake("setting-type", name, "This should hold tables only.", f"Begin each with [{name}.a-name].")
        return {}

    def _table(self, kind: type, name: str, raw: Any, number: int = 0) -> Any:
        """One table as its dataclass; what is wrong in it is told and left at its default.

        number: which one it is of several of that name, from 0.
        """
        self.section = self._section(name, number)
        if not isinstance(raw, dict):
            self._mistake("setting-type", name, "This should be a table.", f"Begin it with [{name}].")
            raw = {}
        rows = {row.name: row for row in dataclasses.fields(kind) if row.metadata}
        types = typing.get_type_hints(kind)
        values: dict[str, Any] = {}
        for key, value in raw.items():
            if key not in rows:
                wanted = f"I don't know this setting of [{name}]. {did_you_mean(key, rows)}".strip()
                self._mistake("setting-unknown", key, wanted, f"Choose one of: {one_of(rows)}.", at=key)
            elif (read := self._typed(value, types[key])) is not None:
                values[key] = read
            else:
                words, example = TYPES[types[key]]
                if types[key] is int and isinstance(value, str) and re.fullmatch(r"\s*[1-9][0-9]{0,5}\s*", value):
                    example = value.strip()  # the number is right, and only its quotation marks are not
                self._mistake(
                    "setting-type", key, f"{key} should be {words}.", f"Write {key} = {example}", at=str(value)
                )
        for key, row in rows.items():
            if row.metadata[REQUIRED] and not values.get(key):
                values.setdefault(key, "")
                if not raw and name in self.renamed:
                    continue  # its table is there under another name, which was told
                wanted = f"The setting {key} of [{name}] is missing."
                self._mistake("setting-missing", name, wanted, f'Write {key} = "…". {row.metadata["sentence"]}')
        return kind(**values)

    @staticmethod
    def _typed(value: Any, kind: Any) -> Any:
        """The value in its setting's type, or None where it does not fit; true and false are no numbers here."""
        if typing.get_origin(kind) is tuple:
            fits = isinstance(value, list) and all(type(each) is typing.get_args(kind)[0] for each in value)
            return tuple(value) if fits else None
        if typing.get_origin(kind) is dict:
            fits = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
            return {name: each.strip() for name, each in value.items()} if fits else None
        if type(value) is not kind:
            return None
        return value.strip() if isinstance(value, str) else value

    def _mistake(self, code: str, key: str, wanted: str, fix: str, at: str = "") -> None:
        number, found = self._line_of(key, at, self.section)
        self.mistakes.append(Mistake(code, self.path.name, number, found, at, wanted, fix))

    def _section(self, name: str, number: int) -> tuple[int, int]:
        """The lines, from 1, between which a table stands: its head and the head of the next."""
        lines = self.text.splitlines()
        heads = [index for index, line in enumerate(lines, 1) if line.lstrip().startswith("[")]
        own = re.compile(rf"\s*\[+\s*{re.escape(name)}\s*\]")
        mine = [index for index in heads if own.match(lines[index - 1])]
        if number >= len(mine):
            return 1, len(lines) + 1
        return mine[number], next((index for index in heads if index > mine[number]), len(lines) + 1)

    def _line_of(self, key: str, at: str, section: tuple[int, int]) -> tuple[int | None, str]:
        """The line that sets `key` (with `at` in it) or opens the table of that name, in its section if it is there."""
        if not key:
            return None, ""
        opens = re.compile(rf"\s*(\[+\s*(?:[\w-]+\.)?{re.escape(key)}\b|\"?{re.escape(key)}\"?\s*=)")
        every = list(enumerate(self.text.splitlines(), 1))
        lines = [*(pair for pair in every if section[0] <= pair[0] < section[1]), *every]
        for number, line in lines:
            if opens.match(line) and at in line:
                return number, line
        return next(((number, line) for number, line in lines if opens.match(line)), (None, ""))
