"""The demo with its processes, and a hand at its simulator."""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from waiting import wait_for

from drivers.camera.guidance import GONE_SECONDS
from kiosk.demo.bridge import SimulatorBridge
from kiosk.demo.show import DemoSite, open_demo_live, staff_account, staff_codes
from kiosk.live import CommandKind, Commands, SimulatorTable
from kiosk.parent import environment

LANE = "east-1"
CAMERA, READER, GATE = f"{LANE}-camera", f"{LANE}-id", f"{LANE}-gate"
FORGOTTEN_SECONDS = GONE_SECONDS + 0.4  # until the camera has forgotten a paper


class PaperDemo:
    """Gate and web process of a demo, whose twins and bridge run in this one."""

    def __init__(self, config) -> None:
        self.site = DemoSite.prepare(config, lambda text: None)
        staff_codes(self.site.config)
        self.staff = staff_account(self.site.config, "guard").id
        self.live = open_demo_live(self.site)
        self.bridge = SimulatorBridge(self.site.twins, self.site.cards, self.live)
        self.table, self.commands = SimulatorTable(self.live), Commands(self.live)
        self.processes = []
        self.away_at = 0.0

    def __enter__(self):
        self.site.twins.__enter__()
        self.bridge.start()
        for name in ("gate", "web"):
            command = [sys.executable, "-m", "kiosk", name, "--config"]
            process = subprocess.Popen(
                [*command, str(self.site.config_path)],
                start_new_session=True,
                env=environment(),
                stderr=subprocess.DEVNULL,
            )
            self.processes.append(process)
        wait_for(lambda: self.condition() == "ok", 20, "the camera well")
        wait_for(lambda: self.phase() == "ready", 30, "the lane ready")
        wait_for(self._answers, 30, "the pages")
        return self

    def __exit__(self, *_) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(30)
        self.bridge.stop()
        self.site.twins.__exit__()
        self.live.close()

    def order(self, device, verb, **body) -> None:
        order = self.table.ask(device, verb, body)
        said = wait_for(lambda: self.table.result(order), what=f"{verb} answered")
        assert said == "ok"

    def show(self, sheet):
        """Hold a sheet of the drawer before the camera; the board once it is judged."""
        wait_for(lambda: time.monotonic() > self.away_at + FORGOTTEN_SECONDS)
        begun = self.view().seq
        self.order(CAMERA, "show", sheet=sheet)
        judged = {"open", "waiting_for_staff", "second_document"}
        return wait_for(
            lambda: self._judged(begun, judged), 30, f"a verdict on {sheet}"
        ).board

    def lay(self, card):
        """Lay an ID card beside what was shown."""
        self.order(READER, "lay", card=card)
        judged = {"open", "waiting_for_staff"}
        board = wait_for(lambda: self._judged(0, judged), 30, "a verdict").board
        self.order(READER, "lift")
        return board

    def leave(self) -> None:
        """The visitor takes all away and goes, through the gate where it is open."""
        self.order(CAMERA, "take_away")
        self.away_at = time.monotonic()
        if self.phase() == "open":
            self.order(GATE, "pulse_input", input="passage")
        else:
            self.ask(CommandKind.DISMISS)
        wait_for(lambda: self.phase() == "ready", 30, "the lane free")

    def ask(self, kind, **body) -> str:
        command = self.commands.ask(LANE, kind, self.staff, body)
        return wait_for(lambda: self.commands.get(command).result, 30, str(kind))

    def view(self):
        return wait_for(lambda: self.live.lane(LANE), 20, "the lane shown")

    def phase(self):
        return self.view().board.phase

    def condition(self):
        found = {view.device: view for view in self.live.devices()}
        return CAMERA in found and found[CAMERA].condition

    def openings(self):
        gate = self.site.twins.gates[GATE]
        return len(gate.twin.openings(gate.table.channel))

    def kiosk(self, *words):
        command = [sys.executable, "-m", "kiosk", *words]
        command += ["--config", str(self.site.config_path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def verdicts(self):
        lines = self.kiosk("ledger", "export", "--format", "jsonl").splitlines()
        rows = [json.loads(line) for line in lines]
        return [row for row in rows if row["kind"] == "verdict"]

    def _judged(self, begun, phases):
        view = self.view()
        return view if view.seq > begun and view.board.phase in phases else None

    def _answers(self):
        try:
            urllib.request.urlopen(f"{self.site.address}/healthz", timeout=2).close()
        except OSError:
            return False
        return True


CONFIG = Path(__file__).parents[2] / "config.toml"
