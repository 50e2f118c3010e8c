// The page's sign of life: sent from a frame that was painted, so that a page which
// stands still falls silent.
import { post } from "./live.js";

const BEAT_MS = 5000;

// shown: function() -> {look, tag}.
export function beat(url, shown) {
  let painted = 0;
  const told = () => ({ look: shown().look, tag: shown().tag, painted });
  const tell = (body, keepalive) => post(url, body, keepalive).catch(() => {}); // it is missed, not the visitor
  const again = () => requestAnimationFrame(() => {
    painted += 1;
    tell(told());
    setTimeout(again, BEAT_MS);
  });
  addEventListener("pagehide", () => tell({ ...told(), closed: true }, true));
  again();
}
