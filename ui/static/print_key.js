// A key that prints the page.
for (const key of document.querySelectorAll("[data-print]")) {
  key.addEventListener("click", () => print());
}
