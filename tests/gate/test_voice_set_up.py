"""A gate that speaks by itself is as loud as its installer set it."""

from datetime import UTC, datetime

from gate_kit import UNKNOWN
from waiting import wait_for

from drivers.speaker import scaled
from kiosk.screens import Screens
from kiosk.screens.setup import Speaker
from kiosk.voice.decoding import Decoder, Encoded
from kiosk.voice.files import CLIPS

SET_DB = -26.0


def test_the_set_up_volume_is_the_one_that_is_heard(make_site, tmp_path):
    site = make_site(speaks=True)
    set_up = Speaker(at=datetime.now(UTC), by="it", volume_db=SET_DB)
    Screens(tmp_path / "site0" / "data").keep("east", "speaker", set_up)
    file = CLIPS / "zh" / "deny.ogg"
    (pcm,) = Decoder().decode([Encoded(file.read_bytes(), 24_000)])
    site.start()
    wait_for(lambda: site.voices.lacking == 0, what="the clips are decoded")
    site.lay(UNKNOWN)
    twin = site.twins.speakers["east-speaker"]
    wait_for(lambda: twin.when(scaled(pcm, SET_DB)[:4000]), what="it is heard")
    site.stop()
    site.check()
