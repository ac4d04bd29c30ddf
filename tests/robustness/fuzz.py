"""Fuzz what reads the bytes of others: the YAML reader, dates, articles and tables.

With atheris installed (``pip install atheris``) coverage guides it; without it, good inputs are changed at random.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from communique.errors import CommuniqueError
from robustness.runs import Count, Run

SECONDS = 20
"""How long one input may take."""


def read_yaml(data: bytes) -> None:
    """Read as an entry."""
    from communique.loaders.entry_format.article import Article
    from communique.loaders.entry_format.validate import validate_document
    from communique.loaders.yaml.parser import parse_yaml

    text = data.decode("utf-8", "replace")
    validate_document(Article, parse_yaml(text, "a.yaml"), "a.yaml", text)


def read_date(data: bytes) -> None:
    """Read as a date, which must be printed as it is read again."""
    from communique.schema.dates import parse_date
    from communique.schema.dates.grammar import DateError

    try:
        parsed = parse_date(data.decode("utf-8", "replace"))
    except DateError:  # whoever asks says where the date stands
        return
    assert parse_date(str(parsed)) == parsed


def read_article(data: bytes) -> None:
    """Read as the text of an article, or as a saved page."""
    from communique.loaders.reading.document import read_document

    read_document(data.decode("utf-8", "replace"))


def read_rows(data: bytes) -> None:
    """Read as a table; the first byte says of which format."""
    from communique.loaders.table_import.table_file import read_table

    suffixes = (".csv", ".tsv", ".jsonl", ".xlsx")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        file = Path(folder, "t" + suffixes[data[0] % len(suffixes) if data else 0])
        file.write_bytes(data[1:])
        list(read_table(file))


TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "yaml": (
        read_yaml,
        (
            b"schema: 1\nsource:\n  publisher: yonhap\n  title: 'x'\nevents: [{id: a, paragraphs: [1]}]\n# x\n",
        ),
    ),
    "dates": (
        read_date,
        (b"2024-07-28", b"2024-07/..", b"2024-07-28?", b"[2024,2025]", b"199X", b"2024-21", b"{2024-07~}"),
    ),
    "read": (
        read_article,
        (
            "Ministers met in Tokyo on 28 July 2024.\n\nThey “agreed”.".encode(),
            b"<!doctype html><html><head><title>x</title></head><body><article><p>They met.</p></article></body>",
            b"<html><!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;" + b"<div>" * 3000,
        ),
    ),
    "import": (
        read_rows,
        (b"\0id,name\n1,a\n", b'\2{"id": 1, "name": "a"}\n', b"\1id\tname\n1\ta\n", b"\3PK\3\4"),
    ),
}


def fuzz_target(name: str, run_: Run, seconds: float) -> Count:
    """Fuzz one target for some seconds in a process of its own; return the count of tracebacks."""
    seconds = min(seconds, run_.seconds)
    command = [sys.executable, "-m", "robustness.fuzz", name, str(run_.chance.randrange(10**6)), str(seconds)]
    answer = subprocess.run(
        command, capture_output=True, text=True, errors="replace", timeout=seconds * 2 + 120
    )
    lines = [line for line in answer.stdout.splitlines() if line.startswith("{")]
    result = (
        json.loads(lines[-1]) if lines else {"tries": 0, "how": "died", "faults": [answer.stderr[-1500:]]}
    )
    count = Count(f"{result['how']}, {seconds:.0f} s", result["tries"], result["tries"])
    for fault in result["faults"]:
        count.note("traceback", fault)
    return count


def main() -> None:
    """Fuzz the target of the arguments, and print tries and faults as JSON."""
    name, seed, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    target, examples = TARGETS[name]
    faults: dict[str, str] = {}
    tries, end = 0, time.monotonic() + seconds

    def stop(*_: object) -> None:
        raise TimeoutError(f"over {SECONDS} s")

    signal.signal(signal.SIGALRM, stop)
    with suppress(ImportError):
        import atheris

        # What a target imports guides what is tried; it may take whatever it takes.
        with atheris.instrument_imports(include=["communique"]), suppress(CommuniqueError):
            target(examples[0])
    for example in examples:
        _try(target, example, faults)

    def report(how: str) -> None:
        print(json.dumps({"tries": tries, "how": how, "faults": list(faults.values())[:20]}), flush=True)  # noqa: T201

    def once(data: bytes) -> None:
        nonlocal tries
        tries += 1
        _try(target, data, faults)
        if time.monotonic() > end:
            report("atheris")
            sys.stdout.flush()
            import os

            os._exit(0)

    try:
        import atheris
    except ImportError:
        chance = random.Random(seed)
        while time.monotonic() < end:
            tries += 1
            _try(target, _change(chance, chance.choice(examples)), faults)
        report("random changes")
        return
    with tempfile.TemporaryDirectory(prefix="corpus-") as corpus:
        for number, example in enumerate(examples):
            Path(corpus, str(number)).write_bytes(example)
        atheris.Setup(
            [
                sys.argv[0],
                f"-seed={seed + 1}",
                "-max_len=4096",
                "-rss_limit_mb=0",
                "-timeout=0",
                "-handle_alrm=0",
                f"-artifact_prefix={corpus}/",
                corpus,
            ],
            once,
        )
        atheris.Fuzz()


def _try(target: Callable[[bytes], None], data: bytes, faults: dict[str, str]) -> None:
    """Try one input; a fault is anything but an error of ours, once for each line that raises it."""
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        target(data)
    except CommuniqueError:
        return
    except Exception as error:  # whatever comes is what is looked for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        key = f"{frame.filename}:{frame.lineno} {type(error).__name__}"
        faults.setdefault(key, f"{key}: {error} on {data[:120]!r}")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _change(chance: random.Random, data: bytes) -> bytes:
    """Return an input with some bytes changed, doubled or gone."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(changed) + 1)
        deed = chance.randrange(4)
        if deed == 0:
            changed[at:at] = bytes([chance.randrange(256)])
        elif deed == 1 and at < len(changed):
            changed[at] = chance.choice(b"\0\n\t '\"[]{}:,-?~%&*!|>0X./" + bytes([chance.randrange(256)]))
        elif deed == 2:
            del changed[at : at + chance.randrange(1, 9)]
        else:
            changed[at:at] = changed[: chance.randrange(1, 40)]
    return bytes(changed)


if __name__ == "__main__":
    main()
