// Asks the preview to answer when the page or the problems change: then the page loads again, or shows the problems.
(() => {
  const { page, faults } = document.currentScript.dataset;
  const place = document.getElementById("lp-preview");
  const here = location.pathname;
  let shown = faults;
  let left = 0; // when another page was asked for: loading this one again would stop that
  addEventListener("beforeunload", () => (left = Date.now()));
  const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));
  const visible = () =>
    document.visibilityState === "visible" || new Promise((resume) => document.addEventListener("visibilitychange", resume, { once: true }));

  async function follow() {
    for (;;) {
      await visible(); // a browser has few connections for all of its tabs
      const moved = location.pathname !== here; // the theme has put another page in place of this one
      const asked = new URLSearchParams({ path: location.pathname, page: moved ? "" : page, faults: shown });
      try {
        const answer = await fetch(`/~preview/wait?${asked}`, { cache: "no-store" });
        if (!answer.ok) throw new Error(answer.statusText);
        const found = await answer.json();
        if (found.page && !moved && found.page !== page) {
          if (Date.now() - left > 2000) return location.reload();
          await pause(500);
        }
        if (found.faults !== undefined && found.faults !== shown) {
          shown = found.faults;
          place.innerHTML = found.overlay;
        }
      } catch {
        await pause(500); // the preview has been stopped, or starts anew
      }
    }
  }
  follow();
})();
