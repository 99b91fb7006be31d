/**
 * A module of the pathway within a learning platform, which it speaks to as SCORM 1.2 has it.
 *
 * The platform is told which steps are done, which one the learner was at and how long the page was open; nothing else
 * is kept anywhere. Without a platform the page is complete, and marks last while it is open.
 */
(function () {
  "use strict";

  /** How far up, and how many windows, a platform may be (ADL's own example looks 7 up; some need more). */
  const FURTHEST = 20;
  /** What the memory begins with, so that a later form of it can be told apart. */
  const FORM = "1:";
  const MARK_LENGTH = 5;
  /** CMIString4096 and CMIString255. */
  const LONGEST_MEMORY = 4096;
  const LONGEST_PLACE = 255;

  /** The platform's API object in `view` or above it, or null. A window of another origin ends the search. */
  function apiAbove(view) {
    for (let steps = 0; view && steps < FURTHEST; steps += 1) {
      try {
        if (view.API) return view.API;
      } catch {
        return null;
      }
      if (view.parent === view) return null;
      view = view.parent;
    }
    return null;
  }

  /** The platform's API object, or null where the page was opened by itself. */
  function findApi() {
    const above = apiAbove(window);
    if (above) return above;
    try {
      return window.opener ? apiAbove(window.opener) : null;
    } catch {
      return null;
    }
  }

  /** Seconds as a CMITimespan: `HHHH:MM:SS.SS`. */
  function timespan(seconds) {
    const hundredths = Math.min(Math.max(0, Math.round(seconds * 100)), 9999 * 360000 + 359999);
    const pad = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(hundredths / 360000);
    return `${String(hours).padStart(4, "0")}:${pad(Math.floor(hundredths / 6000) % 60)}:${pad(
      Math.floor(hundredths / 100) % 60,
    )}.${pad(hundredths % 100)}`;
  }

  /** A session with a platform: `refused` tells whether it has failed to take something. */
  class Session {
    constructor(api) {
      this.api = api;
      this.begun = Date.now();
      this.ended = false;
      this.refused = false;
      this.open = Boolean(api) && String(api.LMSInitialize("")) === "true";
    }

    get(name) {
      try {
        return this.open ? String(this.api.LMSGetValue(name) ?? "") : "";
      } catch {
        return "";
      }
    }

    /** Set values and have them kept; returns whether the platform has taken all of them. */
    keep(values) {
      if (!this.open || this.ended) return false;
      let taken = true;
      try {
        for (const [name, value] of Object.entries(values)) {
          taken = String(this.api.LMSSetValue(name, value)) === "true" && taken;
        }
        taken = String(this.api.LMSCommit("")) === "true" && taken;
      } catch {
        taken = false;
      }
      this.refused = !taken;
      return taken;
    }

    /** Say how long it took and whether the learner will be back, and close. */
    end(values) {
      if (!this.open || this.ended) return;
      this.keep({ ...values, "cmi.core.session_time": timespan((Date.now() - this.begun) / 1000) });
      this.ended = true;
      try {
        this.api.LMSFinish("");
      } catch {
        // The platform's own window is closing; it has what was committed.
      }
    }
  }

  /** The marks in a platform's memory; none where it holds something else. */
  function marksIn(memory) {
    if (!memory.startsWith(FORM)) return new Set();
    return new Set(memory.slice(FORM.length).match(new RegExp(`[0-9a-z]{${MARK_LENGTH}}`, "g")) ?? []);
  }

  function start() {
    const items = [...document.querySelectorAll("[data-mark]")];
    const needed = new Set(items.filter((item) => !("optional" in item.dataset)).map((item) => item.dataset.mark));
    const all = new Set(items.map((item) => item.dataset.mark));
    const wanted = needed.size ? needed : all;
    const panel = document.querySelector("[data-progress]");
    const bar = panel.querySelector("progress");
    const words = panel.querySelector("[data-words]");
    const news = panel.querySelector("[data-news]");

    const session = new Session(findApi());
    const before = session.get("cmi.core.lesson_status");
    const done = marksIn(session.get("cmi.suspend_data"));
    let place = session.get("cmi.core.lesson_location");
    let complete = before === "completed" || before === "passed";

    /** Marks of steps that this version of the module lacks are kept: a later one may have them again. */
    const memory = () => {
      const here = [...done].filter((mark) => all.has(mark));
      const gone = [...done].filter((mark) => !all.has(mark));
      const room = Math.floor((LONGEST_MEMORY - FORM.length) / MARK_LENGTH);
      return FORM + [...here, ...gone].slice(0, room).join("");
    };
    const values = () => ({
      "cmi.suspend_data": memory(),
      "cmi.core.lesson_location": place.slice(0, LONGEST_PLACE),
      "cmi.core.lesson_status": complete ? "completed" : "incomplete",
    });

    function show() {
      const count = [...all].filter((mark) => done.has(mark)).length;
      bar.value = count;
      words.textContent = panel.dataset.tally.replace("{}", count);
      for (const item of items) {
        const is = done.has(item.dataset.mark);
        item.classList.toggle("step--done", is);
        item.querySelector("[data-done] input").checked = is;
      }
    }

    /** Tell the platform, and the learner where that failed. */
    function tell(said) {
      const taken = session.keep(values());
      if (session.open && !taken) {
        news.textContent = panel.dataset.refused;
      } else {
        news.textContent = said;
      }
    }

    function changed(item, is) {
      const mark = item.dataset.mark;
      if (is) done.add(mark);
      else done.delete(mark);
      place = item.id || place;
      const finished = [...wanted].every((each) => done.has(each));
      const first = finished && !complete;
      complete = complete || finished;
      show();
      tell(first && session.open ? panel.dataset.complete : "");
    }

    for (const item of items) {
      const box = item.querySelector("[data-done] input");
      box.closest("[data-done]").hidden = false;
      box.addEventListener("change", () => changed(item, box.checked));
      item.addEventListener("click", (event) => {
        if (item.id && event.target.closest("a[href]")) place = item.id;
      });
    }
    show();
    panel.hidden = false;
    const was = place ? document.getElementById(place) : null;
    if (was?.dataset.mark) {
      const line = panel.querySelector("[data-resume]");
      const link = line.querySelector("a");
      link.href = `#${place}`;
      link.textContent = was.querySelector("h3").textContent;
      const { lang, dir } = was.querySelector("h3");
      Object.assign(link, { lang, dir });
      line.hidden = false;
    }
    if (!session.open) {
      news.textContent = "This page is not connected to a learning platform: your marks last while it is open.";
    } else if (!complete) {
      session.keep({ "cmi.core.lesson_status": "incomplete" });
    }

    window.addEventListener("pagehide", () => {
      session.end({ ...values(), "cmi.core.exit": complete ? "" : "suspend" });
    });
    // A page that comes back from the browser's memory has told the platform that it ended.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && session.ended) window.location.reload();
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
