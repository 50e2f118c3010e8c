// Prints a report; looks again while days are still being counted.
const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
if (document.getElementById("counting")) setTimeout(() => location.reload(), 2000);
