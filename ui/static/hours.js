// The time of day at the site, by the server's clock, and the dark page of the night.

const BRIGHT_MS = 30_000;
const MINUTES = 60;

const minutesOf = (text) => {
  const [hour, minute] = text.split(":").map(Number);
  return hour * MINUTES + minute;
};

// Whether a time as 23:10 lies in hours as 22:00-06:00, which may pass midnight.
function isWithin(hours, time) {
  const [from, until] = hours.split("-").map(minutesOf);
  const now = minutesOf(time);
  return from <= until ? from <= now && now < until : now >= from || now < until;
}

export class Hours {
  // now: function() -> milliseconds; hours: of the night, as 22:00-06:00, or nothing.
  constructor({ now, zone, hours }) {
    Object.assign(this, { now, hours, busy: -BRIGHT_MS, look: "idle" });
    const format = (options) => new Intl.DateTimeFormat("zh-CN", { timeZone: zone, ...options });
    this.date = format({ month: "long", day: "numeric" });
    this.week = format({ weekday: "long" });
    this.clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    for (const touch of ["pointerdown", "pointermove", "keydown"]) addEventListener(touch, () => this.wake());
    this.tell();
    setInterval(() => this.tell(), 1000);
  }

  follow(look) {
    if (!this.look.startsWith("idle")) this.busy = performance.now();
    this.look = look;
    this.tell();
  }

  wake() {
    this.busy = performance.now();
    this.tell();
  }

  tell() {
    const now = this.now();
    const time = this.clock.format(now);
    const texts = [["date", `${this.date.format(now)} ${this.week.format(now)}`], ["clock", time]];
    for (const [id, text] of texts) {
      const place = document.getElementById(id); // a drill has its mark in the place of the date
      if (place && place.textContent !== text) place.textContent = text;
    }
    document.body.toggleAttribute("data-night", this.isDark(time));
  }

  isDark(time) {
    const alone = this.look.startsWith("idle") && performance.now() - this.busy > BRIGHT_MS;
    return Boolean(this.hours) && alone && isWithin(this.hours, time);
  }
}
