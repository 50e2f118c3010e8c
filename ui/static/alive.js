// The page's sign of life: sent from a frame that was painted, so that a page which
// stands still falls silent.
import { post } from "./live.js";

const BEAT_MS = 5000;

// shown: function() -> {tag}.
export function beat(url, shown) {
  const told = () => ({ tag: shown().tag });
  const tell = (body, keepalive) => post(url, body, keepalive).catch(() => {}); // it is missed, not the visitor
  const again = () => requestAnimationFrame(() => {
    tell(told());
    setTimeout(again, BEAT_MS);
  });
  addEventListener("pagehide", () => tell({ ...told(), closed: true }, true));
  again();
}
