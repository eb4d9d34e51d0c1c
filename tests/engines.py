"""Browsers that are not Chromium, as far as this machine has them: Firefox, and WebKit, the engine of Safari.

Firefox is spoken to in its own remote protocol (Marionette, JSON over a socket), WebKitGTK through the WebDriver that
comes with it (JSON over HTTP). So nothing need be installed but the browsers: Debian's `firefox-esr`, or
`webkit2gtk-driver` and `xvfb`. Both know the commands of W3C WebDriver; each names them in its own way.

What WebKit writes to its console is not to be had while it is driven so: its profile is a private one, which logs
nothing.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

PATIENCE_S = 30.0
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""What WebDriver calls an element in its JSON."""
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Home": "\ue011", "End": "\ue010", "Tab": "\ue004"}
KEYS |= {"ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}
QUIET: Mapping[str, object] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.disable_beforeunload": True,
    "extensions.update.enabled": False,
    "intl.accept_languages": "en-GB",
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
"""Firefox asks nobody for anything, and shows nothing of its own."""
FEATURES = "+StorageAPI,+StorageAPIEstimate,+FileSystem"
"""What Safari has and WebKitGTK leaves out."""
SMALL = "* { min-width: 0; padding: 0; margin: 0; font-size: 4px }"
"""For the window's own buttons, which else make it wider than a phone."""
ALL_SAID = """
    const said = Services.console.getMessageArray()
        .filter((one) => one instanceof Ci.nsIScriptError && one.sourceName.startsWith(arguments[0]))
        .map((one) => one.errorMessage);
    const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
    for (const { filename, arguments: words } of storage.getEvents())
        if (filename.startsWith(arguments[0])) said.push(words.map(String).join(" "));
    Services.console.reset();
    storage.clearEvents();
    return said;
"""


class DriverError(Exception):
    """A browser did not do what it was asked. kind: WebDriver's name for why, as in "no such element"."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Engine:
    """One running browser with one window. name: of the engine, for who reads a test's outcome."""

    name = ""

    def ask(self, name: str, path: str, value: dict[str, Any] | None = None) -> Any:
        """Send a command of WebDriver's. name: Marionette's for it; path: its verb and path over HTTP."""
        raise NotImplementedError

    def go(self, address: str) -> None:
        self.ask("WebDriver:Navigate", "POST url", {"url": address})

    def reload(self) -> None:
        self.ask("WebDriver:Refresh", "POST refresh")

    def back(self) -> None:
        self.ask("WebDriver:Back", "POST back")

    def forward(self) -> None:
        self.ask("WebDriver:Forward", "POST forward")

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script gives: the body of a function, with `arguments`."""
        value = {"script": script, "args": list(arguments)}
        return self.ask("WebDriver:ExecuteScript", "POST execute/sync", value)

    def get(self, expression: str, *arguments: Any) -> Any:
        """What an expression comes to, a promise's too."""
        script = (
            "const done = arguments[arguments.length - 1];"
            f"Promise.resolve().then(() => ({expression})).then(done, (e) => done('failed: ' + e));"
        )
        value = {"script": script, "args": list(arguments)}
        return self.ask("WebDriver:ExecuteAsyncScript", "POST execute/async", value)

    def until(self, expression: str, *arguments: Any) -> Any:
        """Wait until an expression comes to something."""
        end = time.monotonic() + PATIENCE_S
        while not (value := self.run(f"return ({expression})", *arguments)):
            if time.monotonic() > end:
                raise DriverError("timeout", f"never true in {self.name}: {expression}")
            time.sleep(0.05)
        return value

    def element(self, selector: str) -> str:
        """The id of the first element of this selector, waited for."""
        value = {"using": "css selector", "value": selector}
        found = self._patiently("no such element", "WebDriver:FindElement", "POST element", value)
        return str(found[ELEMENT])

    def click(self, selector: str) -> None:
        """Click it, once nothing lies over it: a view transition does, while it runs."""
        id = self.element(selector)
        why = "element click intercepted, element not interactable"
        self._patiently(why, "WebDriver:ElementClick", f"POST element/{id}/click", {"id": id})

    def _patiently(self, why: str, name: str, path: str, value: dict[str, Any]) -> Any:
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self.ask(name, path, value)
            except DriverError as error:
                if error.kind not in why or time.monotonic() > end:
                    raise
            time.sleep(0.05)

    def press_button(self, name: str, within: str = "main") -> None:
        """Click the first button, or summary, that is called so."""
        mark = (
            "[...document.querySelectorAll(`:is(${arguments[1]}) :is(button, summary, a)`)]"
            ".find((one) => one.checkVisibility() && one.textContent.trim() === arguments[0])"
        )
        self.until(f"{mark}?.toggleAttribute('data-pressed', true)", name, within)
        self.click("[data-pressed]")
        self.run("document.querySelector('[data-pressed]')?.removeAttribute('data-pressed')")

    def type(self, selector: str, words: str) -> None:
        id = self.element(selector)
        self.ask("WebDriver:ElementSendKeys", f"POST element/{id}/value", {"id": id, "text": words})

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        acts = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        value = {"actions": [{"type": "key", "id": "keyboard", "actions": acts}]}
        self.ask("WebDriver:PerformActions", "POST actions", value)

    def resize(self, width: int, height: int) -> None:
        self.ask("WebDriver:SetWindowRect", "POST window/rect", {"width": width, "height": height})

    def shot(self, file: Path) -> None:
        """A picture of what the window shows."""
        taken = self.ask("WebDriver:TakeScreenshot", "GET screenshot", {"full": False})
        file.write_bytes(base64.b64decode(taken))

    def tab(self) -> str:
        """This tab's name."""
        return str(self.ask("WebDriver:GetWindowHandle", "GET window"))

    def new_tab(self) -> str:
        """Open a tab and turn to it."""
        handle = self.ask("WebDriver:NewWindow", "POST window/new", {"type": "tab"})["handle"]
        self.turn(handle)
        return str(handle)

    def turn(self, handle: str) -> None:
        self.ask("WebDriver:SwitchToWindow", "POST window", {"handle": handle})

    def close_tab(self) -> None:
        self.ask("WebDriver:CloseWindow", "DELETE window")


class Firefox(Engine):
    """Gecko, over Marionette's socket: each message is its length, a colon, and a JSON array."""

    name = "Firefox"

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._stream = self._socket.makefile("rb")
        self._count = 0
        self._read()  # who it is
        self.ask("WebDriver:NewSession", "", {"capabilities": {"alwaysMatch": {}}})

    def ask(self, name: str, path: str, value: dict[str, Any] | None = None) -> Any:
        self._count += 1
        sent = json.dumps([0, self._count, name, value or {}]).encode()
        self._socket.sendall(b"%d:%s" % (len(sent), sent))
        _, _, error, result = self._read()
        if error:
            raise DriverError(error["error"], error["message"])
        return result.get("value", result) if isinstance(result, dict) else result

    def end(self) -> None:
        self._stream.close()
        self._socket.close()

    def _read(self) -> Any:
        length = b""
        while (digit := self._stream.read(1)) != b":":
            length += digit
            if not digit:
                raise DriverError("gone", "Firefox has closed the connection")
        return json.loads(self._stream.read(int(length)))

    def chrome(self, script: str, *arguments: Any) -> Any:
        """What a script of the browser's own gives."""
        self.ask("Marionette:SetContext", "", {"value": "chrome"})
        try:
            return self.run(script, *arguments)
        finally:
            self.ask("Marionette:SetContext", "", {"value": "content"})

    def said(self, host: str) -> list[str]:
        """What it has written to its console about pages of this host, since it was asked last."""
        return list(self.chrome(ALL_SAID, host))


class WebKit(Engine):
    """WebKitGTK's MiniBrowser, over its WebDriver's HTTP."""

    name = "WebKit"

    def __init__(self, port: int, browser: str) -> None:
        self._address = f"http://127.0.0.1:{port}/session"
        options = {
            "binary": browser,
            "args": ["--automation", f"--features={FEATURES}"],
        }
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        answer = self._send("POST", "", {"capabilities": {"alwaysMatch": wanted}})
        self._address += f"/{answer['sessionId']}"

    def ask(self, name: str, path: str, value: dict[str, Any] | None = None) -> Any:
        verb, _, rest = path.partition(" ")
        return self._send(verb, f"/{rest}", value or {})

    def end(self) -> None:
        self._send("DELETE", "", None)

    def _send(self, verb: str, path: str, value: dict[str, Any] | None) -> Any:
        body = None if verb == "GET" or value is None else json.dumps(value).encode()
        request = urllib.request.Request(self._address + path, body, {"Content-Type": "application/json"}, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            with refused:
                told = json.load(refused)["value"]
            raise DriverError(told["error"], told["message"]) from refused


@contextmanager
def firefox(settings: Mapping[str, object] | None = None) -> Iterator[Firefox]:
    """A Firefox with a fresh profile. settings: as in about:config."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in {**QUIET, **(settings or {})}.items()]
        Path(folder, "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [
            str(program),
            "--headless",
            "--marionette",
            "--remote-allow-system-access",
            "--no-remote",
            "--profile",
            folder,
        ]
        with _running(command, os.environ | {"HOME": folder}):
            engine = Firefox(int(_waited_for(Path(folder, "MarionetteActivePort"))))
            yield engine
            engine.end()


@contextmanager
def webkit() -> Iterator[WebKit]:
    """A MiniBrowser with a fresh profile that nothing of is kept, on a screen that nobody sees."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        variables = os.environ | {"HOME": folder, "LC_ALL": "C.UTF-8"}
        variables |= {"LIBGL_ALWAYS_SOFTWARE": "1", "GDK_BACKEND": "x11"}
        styles = Path(folder, ".config", "gtk-3.0", "gtk.css")
        styles.parent.mkdir(parents=True)
        styles.write_text(SMALL, encoding="utf-8")
        read, write = os.pipe()
        screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
        stack.enter_context(_running(screen, variables, (write,)))
        os.close(write)
        with os.fdopen(read) as told:
            variables["DISPLAY"] = f":{told.readline().strip()}"
        port = _free_port()
        driver = ["WebKitWebDriver", f"--port={port}"]
        stack.enter_context(_running(driver, variables))
        _until_it_listens(port)
        engine = WebKit(port, mini_browser())
        yield engine
        engine.end()


ENGINES = {"Firefox": firefox, "WebKit": webkit}


def missing(name: str) -> str:
    """What this machine has not got for an engine, "" where all is there."""
    if name == "Firefox":
        return "" if shutil.which("firefox-esr") or shutil.which("firefox") else "Debian's firefox-esr"
    has_driver = shutil.which("WebKitWebDriver") and shutil.which("Xvfb") and mini_browser()
    return "" if has_driver else "Debian's webkit2gtk-driver and xvfb"


def mini_browser() -> str:
    """The path of WebKitGTK's own small browser, "" where there is none."""
    return next((str(file) for file in Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser")), "")


@contextmanager
def _running(command: list[str], variables: Mapping[str, str], handed_on: tuple[int, ...] = ()) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=handed_on,
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _waited_for(file: Path) -> str:
    end = time.monotonic() + PATIENCE_S
    while not (file.is_file() and file.read_text().strip()):
        if time.monotonic() > end:
            raise DriverError("timeout", f"{file.name} never came")
        time.sleep(0.05)
    return file.read_text()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _until_it_listens(port: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
        time.sleep(0.05)
