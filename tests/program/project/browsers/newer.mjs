// Prints, as JSON, the paths of everything that scripts can call and at least one supported browser lacks.
import bcd from "@mdn/browser-compat-data" with { type: "json" };
import { lacking } from "./support.mjs";

/** Where a member hangs: the language's own are listed without saying whether on the object or on its prototype. */
const places = (kind, owner, name) => {
  const plain = name.replace(/_(static|event)$/, "");
  const member = name.endsWith("_event") ? `on${plain}` : plain;
  if (kind === "builtins") return [`${owner}.${member}`, `${owner}.prototype.${member}`];
  return [name.endsWith("_static") ? `${owner}.${member}` : `${owner}.prototype.${member}`];
};

const found = [];
for (const [kind, interfaces] of [["api", bcd.api], ["builtins", bcd.javascript.builtins]]) {
  for (const [owner, members] of Object.entries(interfaces)) {
    if (owner === "__meta") continue;
    if (lacking(members)) found.push(owner);
    for (const [name, member] of Object.entries(members)) {
      if (/^\w+$/.test(name) && name !== "__compat" && name !== owner && lacking(member)) found.push(...places(kind, owner, name));
    }
  }
}
console.log(JSON.stringify(found));
