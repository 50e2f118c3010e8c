// Recordings to and from the server; whatever fails is said, and nothing is lost.

const SEND_TIMEOUT_MS = 60_000;
const UNREACHED = "连不上服务器，录音还在，请再试一次。 The server was not reached; nothing is lost, try again.";
const SIGNED_OUT = "登录过期了，录音还在：请在另一个窗口登录，再按一次。 You are signed out; nothing is lost: sign in in another window and press again.";

export class Refused extends Error {}

// Send or remove; Refused says in words why that was not done.
export async function send(method, { lang, sentence, slow }, body) {
  let answer;
  try {
    const { csrf } = await (await fetch("/api/v1/token")).json();
    answer = await fetch(`/api/v1/recordings/${lang}/${sentence}${slow ? "?slow=1" : ""}`, {
      method,
      body,
      headers: { "X-CSRFToken": csrf, "Content-Type": "application/octet-stream" },
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
  } catch {
    throw new Refused(UNREACHED);
  }
  if (answer.status === 401) throw new Refused(SIGNED_OUT);
  if (!answer.ok) throw new Refused(await reasonOf(answer));
}

async function reasonOf(answer) {
  try {
    const { zh, en } = await answer.json();
    return `${zh} ${en}`;
  } catch {
    return UNREACHED;
  }
}

// The row of a sentence as the server tells it now, in the place of the old one.
export async function renewRow(sentence) {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, fresh] = [document, page].map((one) => one.getElementById(`row-${sentence}`));
  old.replaceWith(document.adoptNode(fresh));
}
