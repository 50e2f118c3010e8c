// Runs in the guard's board: tells when the card of a visitor was painted, in
// milliseconds of Unix time. A visitor is known by a part of the masked number.
(() => {
  const clock = () => performance.timeOrigin + performance.now();
  const bench = { wanted: "", painted: null };
  window.bench = bench;
  let tell = () => {};
  bench.want = (mark) => {
    bench.painted = new Promise((done) => { tell = done; });
    bench.wanted = mark;
  };

  function look() {
    if (!bench.wanted || !document.querySelector("main")?.textContent.includes(bench.wanted)) return;
    bench.wanted = "";
    requestAnimationFrame(() => requestAnimationFrame(() => tell(clock())));
  }

  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
})();
