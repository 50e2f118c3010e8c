// Runs in the page before its own scripts: notes when an event came, when its look was
// painted and when its sound began, in milliseconds of Unix time.
(() => {
  const clock = () => performance.timeOrigin + performance.now();
  const bench = { notes: [], noting: true, last: null };
  window.bench = bench;
  bench.take = () => bench.notes.splice(0);

  // A number that grows, and who waits until it has grown so far.
  function growing() {
    let reached = 0;
    let waiting = [];
    const wait = (seq) => reached >= seq || new Promise((done) => waiting.push({ seq, done }));
    const reach = (seq) => {
      reached = seq;
      for (const one of waiting) if (one.seq <= seq) one.done(true);
      waiting = waiting.filter((one) => one.seq > seq);
    };
    return [wait, reach];
  }
  const [waitArrived, reachArrived] = growing();
  const [waitPainted, reachPainted] = growing();
  Object.assign(bench, { arrived: waitArrived, painted: waitPainted });

  const Plain = window.EventSource;
  window.EventSource = class extends Plain {
    constructor(...args) {
      super(...args);
      this.addEventListener("screen", ({ lastEventId }) => arrived(lastEventId));
    }
  };

  function arrived(tag) {
    const [seq, at] = tag.split("-").map(Number);
    bench.last = { seq, at, arrived: clock(), look: "", painted: 0, sounded: 0 };
    if (bench.noting) bench.notes.push(bench.last);
    setTimeout(() => reachArrived(seq)); // after the page's own listener
  }

  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      const note = bench.last;
      if (!note || note.look) return;
      note.look = document.body.dataset.look;
      requestAnimationFrame(() => requestAnimationFrame(() => painted(note)));
    }).observe(document.body, { attributes: true, childList: true, subtree: true });
  });

  function painted(note) {
    note.painted = clock();
    reachPainted(note.seq);
  }

  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (when = 0, ...rest) {
    const delay = Math.max(0, when - this.context.currentTime) * 1000;
    if (bench.last && !bench.last.sounded) bench.last.sounded = clock() + delay;
    return start.call(this, when, ...rest);
  };
})();
