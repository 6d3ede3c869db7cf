// SPDX-License-Identifier: Apache-2.0
// The stream of states: reconnects with growing delays, and says when what is shown is old.

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30000;
const CHECK_EVERY = 1000;

/**
 * Follows `/api/v1/stream`.
 *
 * @param onState takes each new state
 * @param onLink takes {live, age}: whether the stream is up, and the seconds since the last state
 */
export function follow(onState, onLink) {
  let failures = 0;
  let source = null;
  let lastState = performance.now();
  let live = false;
  let timer = 0;

  function open() {
    clearTimeout(timer);
    source = new EventSource("api/v1/stream");
    source.addEventListener("state", (event) => {
      failures = 0;
      live = true;
      lastState = performance.now();
      onState(JSON.parse(event.data));
      report();
    });
    source.addEventListener("error", () => {
      source.close();
      // The agent ends a stream from time to time: that is no news while it takes the next one.
      live = live && failures === 0;
      const delay = failures === 0 ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
      failures += 1;
      timer = setTimeout(open, delay);
      report();
    });
  }

  const report = () => onLink({ live, age: (performance.now() - lastState) / 1000 });

  addEventListener("pagehide", () => {
    clearTimeout(timer);
    source.close();
    live = false;
  });
  addEventListener("pageshow", (event) => event.persisted && open());
  addEventListener("online", () => !live && (source.close(), open()));
  setInterval(report, CHECK_EVERY);
  open();
}
