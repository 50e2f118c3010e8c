// The answer to a form takes the address of the page where the form is: "back" and
// "reload" go there, and the browser does not complain that it would send it anew.
const { again } = document.querySelector("script[data-again]").dataset;
history.replaceState(null, "", again);
