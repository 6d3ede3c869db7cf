// SPDX-License-Identifier: Apache-2.0
// A sparkline: one hour of one quantity, its limit as a line. A gap in the data is a gap in the line.

import { el, svg } from "./dom.js";
import { known } from "./format.js";

const WIDTH = 240;
const HEIGHT = 32;

/**
 * Draws `points` (numbers, or null where there was no reading), oldest first.
 *
 * @param top the value at the upper edge
 * @param limit a value to draw as a line, or null
 * @param marks moments to draw as lines, 0 for the first point to 1 for the last
 * @param label what it is, for those who do not see it
 */
export function sparkline(points, { top, limit = null, marks = [], label }) {
  const scale = 1.08 * Math.max(top, limit ?? 0, ...points.filter(known)) || 1;
  const y = (value) => (HEIGHT - 1 - (value / scale) * (HEIGHT - 2)).toFixed(1);
  const x = (index) => ((index / Math.max(1, points.length - 1)) * WIDTH).toFixed(1);
  const runs = runsOf(points);
  return svg(
    "svg",
    { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    runs.map((run) => svg("path", { class: "area", d: area(run, x, y) })),
    runs.map((run) => svg("path", { class: "line", d: line(run, x, y) })),
    known(limit) ? svg("path", { class: "limit", d: `M0 ${y(limit)}H${WIDTH}` }) : null,
    marks.map((share) => svg("path", { class: "moment", d: `M${(share * WIDTH).toFixed(1)} 0V${HEIGHT}` })),
  );
}

/** Stretches of readings without a gap, as [index, value]. */
function runsOf(points) {
  const runs = [];
  let run = null;
  points.forEach((value, index) => {
    if (!known(value)) {
      run = null;
    } else if (run) {
      run.push([index, value]);
    } else {
      runs.push((run = [[index, value]]));
    }
  });
  return runs;
}

const line = (run, x, y) => `M${run.map(([index, value]) => `${x(index)} ${y(value)}`).join("L")}${run.length === 1 ? "h.5" : ""}`;

const area = (run, x, y) => `M${x(run[0][0])} ${HEIGHT}L${run.map(([index, value]) => `${x(index)} ${y(value)}`).join("L")}L${x(run.at(-1)[0])} ${HEIGHT}Z`;

/** A bar filled to `value` of `top`, with marks at other values. */
export function bar(value, top, { label, tone = "active", marks = [] }) {
  const share = (part) => `${Math.min(100, Math.max(0, (part / top) * 100)).toFixed(2)}%`;
  return el(
    "span",
    { class: `bar ${tone}`, role: "img", "aria-label": label },
    known(value) && top > 0 ? el("span", { class: "fill", style: { width: share(value) } }) : null,
    top > 0 ? marks.filter(known).map((mark) => el("span", { class: "mark", style: { left: share(mark) } })) : null,
  );
}
