// Where a page goes of itself. One that gives a gate back to its visitors goes nowhere
// else, above all not to the sign-in page of whoever it has just signed out.

let givesBack = false;

export function go(url) {
  if (!givesBack) location.assign(url);
}

export function giveBack() {
  givesBack = true;
}
