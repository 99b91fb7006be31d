// Prints, as JSON, what ical.js reads in the calendar file named on the command line.
import { readFile } from "node:fs/promises";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(await readFile(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    zone: event.startDate.zone.tzid,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    sequence: event.sequence,
    url: component.getFirstPropertyValue("url"),
  };
});
console.log(JSON.stringify({ version: calendar.getFirstPropertyValue("version"), events }, null, 1));
