// The language of the page: what is said in it, out of two texts beside each other.

export const english = document.documentElement.lang === "en";
export const t = (zh, en) => (english ? en : zh);
export const said = (word) => (word ? t(word.zh, word.en) : "");

// Names and numbers are masked with stars that sit tiny beside Chinese characters.
export const stars = (text) => (text ?? "").replaceAll("*", "＊");

export function ago(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return t(`${seconds} 秒`, `${seconds} s`);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t(`${minutes} 分 ${seconds % 60} 秒`, `${minutes} min ${seconds % 60} s`);
  const hours = Math.floor(minutes / 60);
  return t(`${hours} 小时 ${minutes % 60} 分`, `${hours} h ${minutes % 60} min`);
}
