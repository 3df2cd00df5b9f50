"""Pictures of the running node's pages at desk and phone width, for docs/screens/ and for looking at.

    .venv/bin/python tools/screens.py --base http://127.0.0.1:8000 [--only NAME ...] [--out FOLDER]

Add a page by adding a line to PAGES. Exits 1 when a page answers an error, scrolls sideways or breaks the
content policy.
"""

from __future__ import annotations

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
TALLEST = 2600  # pixels; a longer page is cut
LARGEST = 150_000  # bytes
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Screen:
    """`role` is a role's label on the sign-in page of a demonstration node; empty for pages that need none.

    With `follow`, the page is the one its first link of these leads to.
    """

    name: str
    path: str
    role: str = ""
    follow: str = ""


PAGES: tuple[Screen, ...] = (
    Screen("style-guide", "/style-guide/"),
    Screen("sign-in", "/sign-in/"),
    Screen("catalogue", "/catalogue/"),
    Screen("inventor-home", "/", "发明人"),
    Screen("inventor-dossier", "/inventory/next/", "发明人"),
    Screen("inventor-patents", "/patents/", "发明人"),
    Screen("inventor-fees", "/fees/", "发明人"),
    Screen("inventor-watches", "/watches/", "发明人"),
    Screen("office-home", "/", "单位管理员"),
    Screen("office-patents", "/patents/", "单位管理员"),
    Screen("office-import", "/patents/import/", "单位管理员"),
    Screen("office-inventory", "/inventory/", "单位管理员"),
    Screen("office-rules", "/inventory/rules/", "单位管理员"),
    Screen("office-unopened", "/inventory/?state=unopened", "单位管理员"),
    Screen("office-industries", "/industries/", "单位管理员"),
    Screen("office-tables", "/industries/tables/", "单位管理员"),
    Screen("office-patents-of-industry", "/patents/?industry=38", "单位管理员"),
    Screen("office-patent", "/legal-events/", "单位管理员", "td a[href^='/patents/']"),
    Screen("office-search", "/patents/?q=电池", "单位管理员"),
    Screen("office-events", "/legal-events/", "单位管理员"),
    Screen("office-events-import", "/legal-events/import/", "单位管理员"),
    Screen("office-fees", "/fees/", "单位管理员"),
    Screen("office-fees-patent", "/fees/", "单位管理员", "td a[href^='/fees/']"),
    Screen("office-funding", "/funding/", "单位管理员"),
    Screen("office-funding-patent", "/funding/", "单位管理员", "td a[href^='/funding/']"),
    Screen("office-quality", "/curation/", "单位管理员"),
    Screen("office-stale", "/curation/stale/", "单位管理员"),
    Screen("office-conflicts", "/curation/conflicts/", "单位管理员"),
    Screen("office-watches", "/watches/", "单位管理员"),
    Screen("office-watch-new", "/watches/new/?q=电池", "单位管理员"),
    Screen("office-library", "/resources/", "单位管理员"),
    Screen("office-matches", "/matching/", "单位管理员"),
    Screen("bureau-home", "/", "知识产权管理部门"),
    Screen("bureau-progress", "/monitoring/", "知识产权管理部门"),
    Screen("bureau-rules", "/inventory/rules/", "知识产权管理部门"),
    Screen("bureau-patents", "/patents/", "知识产权管理部门"),
    Screen("bureau-institutions", "/patents/institutions/", "知识产权管理部门"),
    Screen("bureau-fees", "/fees/", "知识产权管理部门"),
    Screen("bureau-funding", "/funding/", "知识产权管理部门"),
    Screen("bureau-events", "/legal-events/", "知识产权管理部门"),
    Screen("bureau-quality", "/curation/", "知识产权管理部门"),
    Screen("bureau-names", "/curation/names/", "知识产权管理部门"),
    Screen("bureau-conflicts", "/curation/conflicts/", "知识产权管理部门"),
    Screen("bureau-stale", "/curation/stale/", "知识产权管理部门"),
    Screen("bureau-industries", "/industries/?scheme=sei", "知识产权管理部门"),
    Screen("enterprise-home", "/", "企业"),
    Screen("enterprise-matches", "/matching/", "企业"),
)


def sign_in(page: Page, base: str, role: str) -> None:
    page.goto(f"{base}/sign-in/")
    page.get_by_role("button", name=f"以{role}身份进入", exact=True).click()
    page.wait_for_load_state("networkidle")


def picture(page: Page, file: Path) -> None:
    """Saved with as many palette colours as stay within LARGEST."""
    width, height = page.evaluate("[innerWidth, Math.max(innerHeight, document.documentElement.scrollHeight)]")
    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
    image = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))).convert("RGB")
    for colours in (256, 64, 24):
        image.quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size <= LARGEST:
            return


def visit(page: Page, base: str, screen: Screen, file: Path) -> list[str]:
    """Opens one page and takes its picture; answers what was wrong with it."""
    wrong: list[str] = []
    answer = page.goto(base + screen.path)
    if screen.follow:
        link = page.locator(screen.follow).first.get_attribute("href", timeout=2_000)
        answer = page.goto(base + (link or screen.path))
    page.wait_for_load_state("networkidle")
    if answer is None or answer.status >= 400:
        wrong.append(f"{file.stem}: status {answer.status if answer else 'none'}")
    wide, width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if wide > width:
        wrong.append(f"{file.stem}: {wide} px wide on a screen of {width} px")
    picture(page, file)
    return wrong


def take(browser: Browser, base: str, screens: list[Screen], *, out: Path, label: str) -> list[str]:
    """All pages of one role at one width."""
    wrong: list[str] = []
    width, height = WIDTHS[label]
    page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    if screens[0].role:
        sign_in(page, base, screens[0].role)
    for screen in screens:
        wrong += visit(page, base, screen, out / f"{screen.name}-{label}.png")
    page.context.close()
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("--only", nargs="*", default=[])
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    chosen = [one for one in PAGES if not wanted.only or one.name in wanted.only]
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        for role in sorted({one.role for one in chosen}):
            screens = [one for one in chosen if one.role == role]
            for label in WIDTHS:
                wrong += take(browser, wanted.base, screens, out=wanted.out, label=label)
        browser.close()
    sys.stdout.write("".join(f"{line}\n" for line in wrong) or f"{len(chosen)} pages, nothing wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
