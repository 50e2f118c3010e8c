"""Our own pass on generated pages, from the frame to what it is worth."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from drivers.codes import ChangeGate, Ladder
from drivers.codes.ladder import attempt
from drivers.codes.picture import picture
from drivers.protocols import Code
from drivers.twins.pixels import Image
from drivers.twins.sheet import Pose, Sheet, render
from kiosk.bench.photographs import PLAIN_ZBAR, PLAIN_ZXING, Score, one_thread, timed
from kiosk.bench.site import memory_mb
from verification.documents import DocumentKind
from verification.paper.examine import examine
from verification.paper.trust import TrustStore
from verification.paper.trusted_key import TrustedKey
from verification.passes.claims import PassClaims
from verification.passes.keys import SigningKey, key_id, new_private_key
from verification.passes.signer import sign_pass

POSES = 12  # different frames that the memory is measured with
WARM = 2_000  # frames until every library has what it keeps
THOROUGH_EVERY = 10  # frames


@dataclass(slots=True)
class Pages:
    """What became of the generated frames; times in seconds."""

    frames: int = 0
    quick: int = 0
    read: int = 0
    verified: int = 0
    quick_seconds: list[float] = field(default_factory=list)
    verdict_seconds: list[float] = field(default_factory=list)
    plain: dict[str, Score] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BenchPass:
    """A signed pass of nobody, and who believes it."""

    text: str
    trust: TrustStore
    at: datetime


def bench_pass() -> BenchPass:
    """A pass as the office issues it, with a key made for this run."""
    now = datetime.now(UTC).replace(microsecond=0)
    private = new_private_key()
    kid = key_id(private.public_key())
    claims = PassClaims(
        id=os.urandom(8),
        masked_name="测*",
        holder=os.urandom(16),
        kind=DocumentKind.RESIDENT,
        generation=1,
        issued_at=now,
        not_before=now,
        expires=now + timedelta(days=90),
    )
    issued = sign_pass(claims, SigningKey(kid, private, now))
    trust = TrustStore().with_passes([(kid, TrustedKey(private.public_key()))])
    return BenchPass(issued.text, trust, now + timedelta(minutes=1))


def held(draw: np.random.Generator) -> Pose:
    """A pass as people hold it: tilted, turned, a little soft, in uneven light."""
    return Pose(
        px_per_module=draw.uniform(3.5, 6.0),
        tilt=draw.uniform(-30, 30),
        turn=draw.uniform(-25, 25),
        roll=draw.uniform(-15, 15),
        blur=draw.uniform(0.3, 0.7),
        noise=draw.uniform(2, 6),
        uneven=draw.uniform(0, 0.5),
        jpeg=80,
    )


def measure_pages(count: int, tick: Callable[[], None]) -> Pages:
    """Read generated 720p frames as a camera's worker does, and plainly."""
    shown, draw, pages = bench_pass(), np.random.default_rng(42), Pages()
    sheet = Sheet.of(shown.text)
    with one_thread():
        for _ in range(count):
            _one(pages, shown, render(sheet, held(draw), rng=draw))
            tick()
    return pages


def empty_seconds(count: int) -> list[float]:
    """Processor seconds of the change gate and the first tier on an empty scene."""
    ladder, gate, draw = Ladder(), ChangeGate(), np.random.default_rng(3)
    frames = [render(None, rng=draw) for _ in range(POSES)]
    seconds = []
    with one_thread():
        for number in range(count):
            begun = time.thread_time()
            gate.look(frames[number % POSES], number / 15)
            ladder.quick(frames[number % POSES])
            seconds.append(time.thread_time() - begun)
    return seconds


def memory_growth(frames: int, tick: Callable[[int], None]) -> float:
    """Megabytes that the ladder has gained from the warm-up to the last frame."""
    shown, draw, ladder = bench_pass(), np.random.default_rng(7), Ladder()
    sheet = Sheet.of(shown.text)
    poses = [render(sheet, held(draw), rng=draw) for _ in range(POSES)]
    before = memory_mb(os.getpid())
    for number in range(frames):
        if number == min(WARM, frames // 2):
            before = memory_mb(os.getpid())
        frame = poses[number % POSES]
        ladder.quick(frame)
        if number % THOROUGH_EVERY == 0:
            ladder.thorough(frame)
        tick(number)
    return memory_mb(os.getpid()) - before


def _one(pages: Pages, shown: BenchPass, frame: Image) -> None:
    ladder, begun = Ladder(), time.perf_counter()
    codes, seconds = timed(partial(ladder.quick, frame))
    pages.frames += 1
    pages.quick += bool(codes)
    pages.quick_seconds.append(seconds)
    codes = codes or ladder.thorough(frame)
    if _is_right(codes, shown):
        pages.read += 1
        paper = examine([code.data for code in codes], shown.trust, shown.at)
        pages.verdict_seconds.append(time.perf_counter() - begun)
        pages.verified += paper.refusal is None
    grey = picture(frame)
    for rung in (PLAIN_ZBAR, PLAIN_ZXING):
        if grey is not None:
            codes, seconds = timed(partial(attempt, rung, grey))
            score = pages.plain.setdefault(rung.name, Score())
            score.seconds.append(seconds)
            score.right += _is_right(codes, shown)


def _is_right(codes: tuple[Code, ...], shown: BenchPass) -> bool:
    return [code.data for code in codes] == [shown.text.encode()]
