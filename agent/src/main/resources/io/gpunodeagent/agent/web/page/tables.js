// SPDX-License-Identifier: Apache-2.0
// The lists below the cards: pods, events, sources.

import { el } from "./dom.js";
import { duration, gib, known, percent, secondsBetween, time, words } from "./format.js";
import { badge } from "./gpu.js";
import { holdersKnown } from "./holders.js";

export const table = (caption, columns, rows) =>
  el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, columns.map(([name, type]) => el("th", { scope: "col", class: type }, name)))),
      el("tbody", {}, rows),
    ),
  );

export const cells = (...values) => values.map((value, index) => el(index ? "td" : "th", index ? {} : { scope: "row" }, value ?? "–"));

export function pods(state) {
  const rows = state.allocations.map((one) => {
    const gpu = state.gpus.find((candidate) => candidate.uuid === one.gpu);
    const place = `GPU ${gpu?.index ?? "?"}${one.gpuInstanceId === null ? "" : ` instance ${one.gpuInstanceId}`}`;
    const coverage = known(one.coverage) ? percent(one.coverage * 100) : null;
    return el(
      "tr",
      { "data-key": `${one.podUid}/${one.container}/${one.gpu}/${one.gpuInstanceId}` },
      cells(
        `${one.namespace}/${one.pod}`,
        one.workload ? `${one.workload.kind} ${one.workload.name}` : null,
        place,
        badge(words(one.activity), words(one.activity), words(one.activity)),
        one.idleSeconds > 0 ? duration(one.idleSeconds) : null,
        duration(secondsBetween(one.since, state.takenAt)),
        known(one.memoryBytes) ? gib(one.memoryBytes) : null,
        coverage,
        doubts(one),
      ),
    );
  });
  const columns = [["Pod"], ["Workload"], ["Device"], ["Activity"], ["Idle"], ["Held"], ["Memory"], ["Coverage"], ["In doubt because"]];
  return [
    el("h2", {}, "Pods"),
    rows.length ? table("Pods that hold devices", columns, rows) : el("p", { class: "dim" }, holdersKnown(state.node) ? "No pod holds a device." : "Not known: the kubelet is the source of it."),
    unplaced(state),
  ];
}

const doubts = (one) => (one.doubt ? words(one.doubt) : null);

function unplaced(state) {
  return state.unplaced?.length
    ? el(
        "ul",
        { class: "problems" },
        state.unplaced.map((one) => el("li", { class: "warning" }, `${one.namespace}/${one.pod} has ${one.resource} that is not found on this node: ${words(one.reason)}`)),
      )
    : null;
}

export function events(list, gpus, now) {
  const rows = list.map((one) => {
    const gpu = gpus.find((candidate) => candidate.uuid === one.gpu);
    return el(
      "tr",
      { "data-key": `event-${one.sequence}` },
      cells(time(one.at, now), gpu ? `GPU ${gpu.index}` : one.pod ? `${one.namespace}/${one.pod}` : "node", words(one.kind), one.text),
    );
  });
  return [
    el("h2", {}, "Events of the last day"),
    rows.length ? table("Events, newest first", [["Time"], ["Of"], ["What"], ["Text"]], rows) : el("p", { class: "dim" }, "None."),
  ];
}

export function sources(node) {
  const rows = node.sources.map((one) =>
    el(
      "tr",
      { "data-key": one.name },
      cells(words(one.name), badge(one.state, words(one.state), words(one.state)), known(one.ageSeconds) ? duration(one.ageSeconds) : null, one.reason),
    ),
  );
  return [el("h2", {}, "Sources"), table("What this page rests on", [["Source"], ["State"], ["Age"], ["Reason"]], rows)];
}

export const footer = (node) => [
  el("nav", { "aria-label": "Elsewhere" }, el("a", { href: "metrics" }, "Metrics"), " ", el("a", { href: "health" }, "Health"), " ", el("a", { href: "api/v1/openapi.yaml" }, "API")),
  el("p", { class: "dim" }, `GPU Node Agent ${node.version}, sampled `, el("time", { datetime: node.takenAt }, new Date(node.takenAt).toLocaleTimeString("en-GB"))),
];
