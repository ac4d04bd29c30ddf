"""Ask what never ends, and write scripts into every text: what readers of a record may meet."""

from __future__ import annotations

import copy
import shutil
import time

from fixtures.record import REGISTRY, article, meeting, write_record
from robustness.runs import Count, Run, prepare_loaded, run

RUNAWAYS = (
    "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n",
    "select length(replace(hex(zeroblob(200000000)), '0', 'aaaaaaaaaa'))",
    "select instr(hex(zeroblob(100000000)), hex(zeroblob(50000000)) || '1')",
    "select count(*) from claim a, claim b, claim c, claim d, claim e, claim f, claim g, claim h",
    "select group_concat(hex(zeroblob(1000000))) from claim a, claim b",
    "select printf('%.*c', 2000000000, 'x')",
    "with recursive n(x, y) as (select 1, 'x' union all select x + 1, y || y from n) select max(length(y)) from n",
)


def torture_by_queries(run_: Run) -> Count:
    """Ask what would never end, or take all memory."""
    count = Count()
    base = run_.folder / "queries"
    base.mkdir()
    prepare_loaded(base)
    for number in run_.count(count):
        question, begun = RUNAWAYS[number], time.monotonic()
        done = run(base, "query", question, "--timeout", "2")
        if time.monotonic() - begun > 30:
            count.note("not stopped", question)
        if "Traceback" in done.stderr:
            count.note("traceback", done.stderr[-600:])
    return count


PAYLOADS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg onload=window.ran=1>",
    '" autofocus onfocus=window.ran=1 x="',
    "'><iframe srcdoc='<script>parent.ran=1</script>'>",
    "[x](javascript:window.ran=1)",
    "<a href=javascript:window.ran=1>x</a>",
    "{{ 7*7 }}{% raw %}",
    "]]></script><script>window.ran=1</script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.ran=1>",
    "<!--><script>window.ran=1</script>-->",
    "\\x3cscript\\x3ewindow.ran=1\\x3c/script\\x3e",
    "</title><script>window.ran=1</script>",
    "<details open ontoggle=window.ran=1>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<base href=https://evil.example/>",
)


def torture_by_scripts(run_: Run) -> Count:
    """Build a site of which every text holds scripts, and open its pages with its policy switched off."""
    from playwright.sync_api import sync_playwright

    from fixtures.browser import NAMES, serving

    count = Count("policy off")
    home = run_.folder / "scripts"
    articles = {}
    for n, payload in enumerate(PAYLOADS):
        texts = {
            "title": f"Talks {payload}",
            "summary": f"Two ministers met and {payload} talked of what both had agreed.",
        }
        event = meeting(f"talks-s-{n}", date=f"2024-07-{n + 1:02}", place="tokyo", **texts)
        event["notes"] = [{"id": "first", "type": "outcome", "text": f"It was {payload}", "paragraphs": [1]}]
        articles[f"s{n}"] = article(event, url=f"https://a.example/{n}") | {}
        articles[f"s{n}"]["source"]["title"] = f"Ministers {payload} {n}"
    registry = copy.deepcopy(REGISTRY)
    registry["places"]["tokyo"]["name"] = f"Tokyo {PAYLOADS[0]}"
    write_record(home, articles, registry=registry)
    (home / "mkdocs.yml").write_text("site_name: Torture\n")
    done = run(home, "build")
    assert done.returncode == 0, done.stderr
    chromium = next(path for name in NAMES if (path := shutil.which(name)))
    pages = sorted((home / "public").rglob("*.html"))
    with serving(home / "public") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=["--no-sandbox"])
        context = browser.new_context(bypass_csp=True)
        foreign: list[str] = []
        context.on(
            "request", lambda request: foreign.append(request.url) if "evil.example" in request.url else None
        )
        page = context.new_page()
        for number in run_.count(count):
            if number >= len(pages):
                count.tries = count.wanted = number
                break
            file = pages[number]
            page.goto(
                f"{address.rstrip('/')}/{file.relative_to(home / 'public').as_posix()}", wait_until="load"
            )
            if page.evaluate("window.ran") is not None:
                count.note("ran", str(file.relative_to(home)))
        if foreign:
            count.note("ran", f"asked another host: {foreign[:3]}")
        browser.close()
    return count
