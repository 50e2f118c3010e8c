"""Coverage-guided fuzzing of the decoders of papers; `make fuzz` runs all of it.

Every target feeds bytes into one layer of a paper that is good otherwise and asks
for the law of `mutants.held`. What broke it is kept under ``build/fuzz``: give such
a file behind the target's name to run it again.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import atheris
import click

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "fuzz"
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "paper")]

with atheris.instrument_imports(include=["verification", "asn1crypto", "rfc8785"]):
    import cbor2
    import mutants
    from card_kit import deflated, jws, payload
    from mutants import held, read_card, read_codes, read_foreign, read_hcert, read_seal
    from seal_kit import SIGNER, seal

    from verification.paper.cose import sign1

LONGEST = 4096
Target = Callable[[bytes], object]

STATE = cbor2.dumps(mutants.STATE_CLAIMS)
PASS = cbor2.dumps(mutants.PASS_CLAIMS)
MESSAGE = sign1(STATE, mutants.KEY, mutants.KID)


def text(data: bytes) -> str:
    """Bytes as text of any kind, surrogates too."""
    return data.decode("utf-8", "surrogatepass" if len(data) % 2 else "replace")


def any_text(data: bytes) -> None:
    """All decoders at once."""
    try:
        plain = text(data)
    except UnicodeDecodeError:
        return
    for read in (read_hcert, read_card, read_seal, read_foreign):
        held(read, plain)


TARGETS: dict[str, tuple[Target, list[bytes]]] = {
    "codes": (
        lambda data: held(read_codes, data),
        [mutants.signed_claims(STATE).encode(), jws().encode(), seal().encode()],
    ),
    "texts": (any_text, [b"HC1:", b"shc:/56", b"shc:/1/2/56", seal().encode()]),
    "claims": (
        lambda data: held(read_hcert, mutants.signed_claims(data)),
        [STATE, PASS],
    ),
    "message": (
        lambda data: held(read_hcert, mutants.certificate_text(data)),
        [MESSAGE],
    ),
    "card": (
        lambda data: held(read_card, mutants.signed_card(data)),
        [json.dumps(payload()).encode()],
    ),
    "inflate": (
        lambda data: held(read_card, mutants.deflated_card(data)),
        [deflated(payload())],
    ),
    "signer": (lambda data: held(read_seal, mutants.sealed_by(data)), [SIGNER]),
}


def fuzz(name: str, options: list[str]) -> None:
    """Fuzz one target in this process; libFuzzer ends the process."""
    target, seeds = TARGETS[name]
    corpus = KEPT / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    files = [one for one in options if not one.startswith("-")]
    limits = [f"-max_len={LONGEST}", "-timeout=5", "-rss_limit_mb=1024"]
    kept = [f"-artifact_prefix={KEPT}/{name}-"]
    atheris.Setup(
        [name, *limits, *kept, *options, *([] if files else [str(corpus)])], target
    )
    atheris.Fuzz()


def run_all(seconds: int) -> int:
    """Every target in a process of its own; the number of those that broke."""
    broken = []
    for name in TARGETS:
        command = [sys.executable, __file__, name, f"-max_total_time={seconds}"]
        click.echo(f"{name}: {seconds} s")
        if subprocess.run([*command, "-verbosity=0"], check=False).returncode:
            broken.append(name)
    click.echo(f"出错 broken: {', '.join(broken)}" if broken else "全部通过 all held")
    return len(broken)


def main() -> None:
    """One target with libFuzzer's own options, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("target", nargs="?", choices=TARGETS)
    given, options = parser.parse_known_args()
    if given.target:
        fuzz(given.target, options)
    sys.exit(run_all(given.seconds))


if __name__ == "__main__":
    main()
