"""`python -m kiosk.voice.render --model DIR --out DIR`: make what is new or changed."""

from pathlib import Path

import click
import numpy as np

from kiosk.voice.render.chain import RATE, Clip, finish
from kiosk.voice.render.chimes import CHIMES, chime
from kiosk.voice.render.encoding import write_ogg
from kiosk.voice.render.jobs import Job, jobs
from kiosk.voice.render.listing import Made, read_list, sha256_of, write_list
from kiosk.voice.render.materials import NEEDED, MissingMaterialError
from kiosk.voice.render.pauses import parted
from kiosk.voice.render.speech import Speaker, Speech

CLIPS = Path(__file__).parents[1] / "clips"
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(epilog=f"\b\n{NEEDED}")
@click.option("--model", required=True, type=FOLDER, help="模型下载处。 The downloads.")
@click.option(
    "--out", default=CLIPS, type=FOLDER, help="录音写到哪里。 Where the clips go."
)
@click.option("--threads", default=1, help="用几个核。 Cores to use.")
def main(model: Path, out: Path, threads: int) -> None:
    """生成所有句子的录音，只做改过的。 Make the clips of all sentences that changed."""
    try:
        _render(model, out, threads)
    except MissingMaterialError as error:
        raise click.ClickException(str(error)) from error


def _render(model: Path, out: Path, threads: int) -> None:
    old = read_list(out)
    made = {path: entry for path, entry in old.items() if _holds(out, path, entry)}
    speaker = Speaker(model, threads)
    for job in jobs():
        if job.path in made and made[job.path].key == job.key:
            continue
        made[job.path] = _make(speaker, job, out)
        write_list(out, made)
        click.echo(job.path)
    _write_chimes(out, made)
    wanted = {job.path for job in jobs()} | {f"chimes/{name}.ogg" for name in CHIMES}
    for path in old.keys() - wanted:
        (out / path).unlink(missing_ok=True)
    write_list(out, {path: made[path] for path in wanted})


def _holds(out: Path, path: str, entry: Made) -> bool:
    return entry.is_in(out / path)


def _make(speaker: Speaker, job: Job, out: Path) -> Made:
    said = speaker.say(job.phonemes, job.voice, job.speed)
    speech = parted(said, job.phonemes, job.speed)
    clip = finish(speech.samples)
    write_ogg(out / job.path, clip.samples)
    bounds = _bounds(speech, job, clip) if job.path.startswith("zh/") else ()
    return Made(job.key, sha256_of(out / job.path), bounds)


def _bounds(speech: Speech, job: Job, clip: Clip) -> tuple[tuple[float, float], ...]:
    """The seconds between which each syllable sounds."""
    marks = np.array([speech.start, *speech.ends]) + clip.shift
    seconds = np.round(np.clip(marks, 0, len(clip.samples)) / RATE, 3).tolist()
    return tuple((seconds[first], seconds[after]) for first, after in job.syllables)


def _write_chimes(out: Path, made: dict[str, Made]) -> None:
    for name, (tones, seconds) in CHIMES.items():
        path, key = f"chimes/{name}.ogg", f"{tones} Hz {seconds} s"
        if path in made and made[path].key == key:
            continue  # libsndfile gives each file a serial number by chance
        write_ogg(out / path, chime(name))
        made[path] = Made(key, sha256_of(out / path))


if __name__ == "__main__":
    main()
