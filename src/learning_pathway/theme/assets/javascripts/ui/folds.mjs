/** Opens what is folded around the part of the page that the address names. */

/** Scrolls to it once it can be seen; does nothing if no fold hides it. */
export function openFolds() {
  const target = document.getElementById(location.hash.slice(1));
  let isFolded = false;
  for (let fold = target?.closest("details:not([open])"); fold; fold = target?.closest("details:not([open])")) {
    fold.setAttribute("open", "");
    isFolded = true;
  }
  if (isFolded) target?.scrollIntoView();
}
