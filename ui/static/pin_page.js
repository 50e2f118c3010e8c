// The page where guards sign in or take over: the sixth digit sends the form.
import { at } from "./dom.js";
import { pad } from "./pin_pad.js";

const form = at("pin-form");
pad(form, at("pin"), () => {
  if (at("login").value) form.requestSubmit();
  else at("login").focus();
});
