"""The three engines: which program, which flags, which profile. Facts only; `launch` runs them."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One page to open: with which program, in which profile, through which bed."""

    url: str
    program: str
    profile: Path
    proxy_port: int
    authority_pem: bytes
    console: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """
    How to start one engine.

    *command* writes the profile and returns the command line. *printed* finds a message of the
    console in a line of standard error; with *bidi*, the address of the WebDriver BiDi server that
    tells the messages.
    """

    name: str
    programs: tuple[str, ...]
    also_needs: tuple[str, ...]
    command: Callable[[Visit], list[str]]
    printed: re.Pattern[str]
    display: bool = False
    bidi: bool = False


def _trust(visit: Visit, database: Path) -> None:
    """Let the NSS *database* trust the authority of the bed, for TLS servers only."""
    database.mkdir(parents=True, exist_ok=True)
    pem = visit.profile / "authority.pem"
    pem.write_bytes(visit.authority_pem)
    certutil = ["certutil", "-d", f"sql:{database}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    subprocess.run([*certutil, "-A", "-n", "bed", "-t", "C,,", "-i", pem], check=True)


def _chromium(visit: Visit) -> list[str]:
    _trust(visit, visit.profile / ".pki/nssdb")
    return [
        visit.program,
        "--headless",
        "--no-sandbox",  # It refuses to run as root otherwise, and the only pages are the bed's.
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-default-browser-check",
        f"--user-data-dir={visit.profile}",
        f"--proxy-server=http://127.0.0.1:{visit.proxy_port}",
        "--proxy-bypass-list=<-loopback>",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-component-extensions-with-background-pages",
        "--disable-default-apps",
        "--disable-extensions",
        "--disable-sync",
        "--disable-breakpad",
        # A typed http:// address would become https:// as soon as port 443 answers.
        "--disable-features=HttpsUpgrades,HttpsFirstBalancedMode,HttpsFirstBalancedModeAutoEnable",
        *(["--enable-logging=stderr"] if visit.console else []),
        visit.url,
    ]


_FIREFOX_PREFS: dict[str, str | int | bool] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.newtab.preload": False,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.topsites.contile.enabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.usage.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.allow_hijacking_localhost": True,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.type": 1,
    # The recommended automation preferences would change how the network behaves.
    "remote.prefs.recommended": False,
    "security.OCSP.enabled": 0,
    "services.settings.server": "data:,#",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
}


def _firefox(visit: Visit) -> list[str]:
    ports = dict.fromkeys(("network.proxy.http_port", "network.proxy.ssl_port"), visit.proxy_port)
    prefs = (_FIREFOX_PREFS | ports).items()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in prefs]
    (visit.profile / "user.js").write_text("".join(lines))
    _trust(visit, visit.profile)
    # With the console, the page is opened by whoever listens, once they do.
    page = ["--remote-debugging-port=0", "about:blank"] if visit.console else [visit.url]
    return [visit.program, "--headless", "--no-remote", "--profile", str(visit.profile), *page]


def _webkit(visit: Visit) -> list[str]:
    return [
        visit.program,
        f"--proxy=http://127.0.0.1:{visit.proxy_port}",
        "--ignore-tls-errors",
        *(["--enable-write-console-messages-to-stdout=true"] if visit.console else []),
        visit.url,
    ]


CHROMIUM = Engine(
    name="chromium",
    programs=("chromium", "chromium-browser", "google-chrome"),
    also_needs=("certutil",),
    command=_chromium,
    printed=re.compile(r'\[[^]]*:INFO:CONSOLE[:(]\d+\)?\] "(?P<text>.*)", source: '),
)
FIREFOX = Engine(
    name="firefox",
    programs=("firefox-esr", "firefox"),
    also_needs=("certutil",),
    command=_firefox,
    printed=re.compile(r".*WebDriver BiDi listening on (?P<text>ws://\S+)"),
    bidi=True,
)
# Debian keeps it out of the PATH, under the machine's architecture.
_MINI_BROWSERS = sorted(map(str, Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
WEBKIT = Engine(
    name="webkit",
    programs=("MiniBrowser", *_MINI_BROWSERS),
    also_needs=("Xvfb",),
    command=_webkit,
    printed=re.compile(r"(?:\S+:\d+:\d+: )?(?P<text>CONSOLE .*)"),
    display=True,
)
ENGINES = {engine.name: engine for engine in (CHROMIUM, FIREFOX, WEBKIT)}
