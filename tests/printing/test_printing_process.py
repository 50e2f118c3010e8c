"""Passes printed in a process of their own: stopped without a trace, told no secret."""

import json
import threading

import psutil
import pytest
from printing_kit import SITE, issued, page_texts
from waiting import wait_for

from kiosk.passes.printing.job import Job, Printing
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.progress import Stage
from kiosk.passes.problems import PassProblem, Why

JOB = Job([issued()], PrintFormat.CARD, 203, SITE)


@pytest.fixture
def printers():
    """Which processes of ours were begun since: others' browsers do not count."""
    before = set(psutil.Process().children())
    return lambda: set(psutil.Process().children()) - before


def test_a_process_prints_says_how_far_it_is_and_leaves_no_child(printers):
    told = []
    pdf = Printing(JOB).run(lambda *far: told.append(far))
    assert JOB.passes[0].code in page_texts(pdf)[0]
    assert told[0] == (Stage.LAYING_OUT, 1, 1)
    assert told[-1] == (Stage.READING, 1, 1)
    assert not printers()


def test_a_process_that_is_stopped_leaves_no_child(printers):
    printing = Printing(JOB)
    caught = []

    def run():
        try:
            printing.run(lambda *_: printing.stop())
        except PassProblem as problem:
            caught.append(problem.why)

    thread = threading.Thread(target=run)
    thread.start()
    wait_for(lambda: printers() or caught, 20)
    thread.join(40)
    assert caught == [Why.BROKE_OFF]
    assert not printers()
    with pytest.raises(PassProblem):
        printing.run()


def test_why_nothing_is_printed_comes_back_from_the_process():
    job = Job([issued("王*\U000323af")], PrintFormat.CARD, 203, SITE)
    with pytest.raises(PassProblem) as caught:
        Printing(job).run()
    assert (caught.value.why, caught.value.detail) == (Why.NO_GLYPH, "\U000323af")


def test_a_job_tells_the_process_no_holder_and_no_key():
    told = JOB.packed().decode()
    [one] = JOB.passes
    assert one.claims.holder.hex() not in told
    assert one.kid.hex() not in told
    [again] = Job.unpacked(json.loads(told)).passes
    assert (again.text, again.code) == (one.text, one.code)
    assert again.claims.expires == one.claims.expires
