// Reads calendars with ical.js (Thunderbird's) and node-ical. In: a JSON list of
// {ics, from, to}; out: for each of the two a list, for each calendar its times and texts.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.argv[2] + "/"));
const load = async (name) => {
  const found = await import(pathToFileURL(require.resolve(name)));
  return found.default ?? found;
};
const ICAL = await load("ical.js");
const nodeIcal = await load("node-ical");
const MOST = 3000;

function times(found) {
  return found.map(([start, end, title]) => [start / 1000, end / 1000, title]);
}

function byIcalJs({ ics, from, to }) {
  const whole = new ICAL.Component(ICAL.parse(ics));
  ICAL.TimezoneService.reset();
  for (const zone of whole.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const events = whole.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  const masters = events.filter((each) => !each.isRecurrenceException());
  for (const each of events.filter((each) => each.isRecurrenceException())) {
    masters.find((master) => master.uid === each.uid).relateException(each);
  }
  const found = [];
  const add = (start, end, item) => {
    const [at, until] = [start.toJSDate().getTime(), end.toJSDate().getTime()];
    if (at >= from * 1000 && at < to * 1000) found.push([at, until, item.summary]);
  };
  for (const master of masters) {
    if (!master.isRecurring()) {
      add(master.startDate, master.endDate, master);
      continue;
    }
    const every = master.iterator();
    for (let n = 0; n < MOST; n++) {
      const next = every.next();
      if (!next || next.toJSDate().getTime() > to * 1000 + 864e5) break;
      const { startDate, endDate, item } = master.getOccurrenceDetails(next);
      add(startDate, endDate, item);
    }
  }
  const texts = events.map((each) => ({
    title: each.summary,
    place: each.location,
    about: each.description,
    names: each.component.getAllProperties().map((property) => property.name.toUpperCase()),
  }));
  return { times: times(found), texts };
}

const KNOWN = new Set(["type", "params", "datetype", "method", "end", "rrule", "exdate"]);

function byNodeIcal({ ics, from, to }) {
  const parsed = nodeIcal.sync.parseICS(ics);
  const events = Object.values(parsed).filter((each) => each && each.type === "VEVENT");
  const found = [];
  const texts = [];
  for (const event of events) {
    const limits = { from: new Date(from * 1000), to: new Date(to * 1000 - 1) };
    for (const { start, end, summary } of nodeIcal.expandRecurringEvent(event, limits)) {
      if (start.getTime() >= from * 1000) found.push([start.getTime(), end.getTime(), summary]);
    }
    texts.push({
      title: event.summary,
      place: event.location,
      about: event.description,
      names: Object.keys(event).filter((name) => !KNOWN.has(name)).map((n) => n.toUpperCase()),
    });
  }
  return { times: times(found), texts };
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const all = (read) => asked.map((each) => {
  try {
    return read(each);
  } catch (error) {
    return { error: String(error && error.stack) };
  }
});
process.stdout.write(JSON.stringify({ "ical.js": all(byIcalJs), "node-ical": all(byNodeIcal) }));
