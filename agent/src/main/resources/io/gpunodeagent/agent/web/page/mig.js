// SPDX-License-Identifier: Apache-2.0
// MIG: the slices of the GPU where they really are, and who is on each instance.

import { bar } from "./chart.js";
import { el } from "./dom.js";
import { DASH, gib, known, percent } from "./format.js";
import { podsOn } from "./holders.js";

export function instances(gpu, state) {
  if (!gpu.mig?.enabled) return null;
  return el(
    "div",
    { class: "mig" },
    el("h3", {}, `MIG: ${gpu.mig.instances.length} instance${gpu.mig.instances.length === 1 ? "" : "s"}`),
    known(gpu.mig.memorySlices) ? slices(gpu) : null,
    el(
      "ul",
      { class: "instances" },
      gpu.mig.instances.map((instance) => item(gpu, instance, state)),
    ),
  );
}

/** Placement is in memory slices; what no instance has is free. */
function slices(gpu) {
  const total = gpu.mig.memorySlices;
  const placed = gpu.mig.instances
    .filter((one) => known(one.placementStart) && known(one.placementSize))
    .sort((a, b) => a.placementStart - b.placementStart);
  const cells = [];
  let next = 0;
  for (const one of placed) {
    if (one.placementStart > next) cells.push(free(next, one.placementStart - next));
    cells.push(
      el(
        "span",
        { class: `slice ${one.use?.state ?? "unknown"}`, style: { "grid-column": `${one.placementStart + 1} / span ${one.placementSize}` }, title: `${one.profile}, slices ${one.placementStart}–${one.placementStart + one.placementSize - 1}` },
        one.profile,
      ),
    );
    next = one.placementStart + one.placementSize;
  }
  if (next < total) cells.push(free(next, total - next));
  return el("div", { class: "slices", role: "img", "aria-label": `${placed.length} instances on ${total} memory slices`, style: { "grid-template-columns": `repeat(${total}, 1fr)` } }, cells);
}

const free = (start, size) =>
  el("span", { class: "slice gap", style: { "grid-column": `${start + 1} / span ${size}` } }, "");

/** A pod without its namespace, which the list of holders below has. */
const short = (name) => name.slice(name.indexOf("/") + 1);

function item(gpu, instance, state) {
  const r = instance.readings ?? {};
  const busy = r.smActivityPercent ?? r.graphicsActivityPercent;
  const pods = podsOn(gpu, instance.gpuInstanceId, state);
  return el(
    "li",
    { class: instance.use?.state ?? "unknown", "data-key": `gi-${instance.gpuInstanceId}` },
    el("span", { class: "dot" }),
    el("span", { class: "profile" }, instance.profile),
    bar(busy, 100, { label: `SM activity ${percent(busy)}` }),
    el("span", { class: "value" }, percent(busy)),
    el("span", { class: "value memory" }, known(r.memoryUsedBytes) ? `${gib(r.memoryUsedBytes)}` : DASH),
    el("span", { class: "pods", title: pods.join(", ") }, pods.length ? pods.map(short).join(", ") : instance.use?.state === "free" ? "free" : ""),
  );
}
