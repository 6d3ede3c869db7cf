// SPDX-License-Identifier: Apache-2.0
// The processes on the GPUs: what each takes, and whose it is.

import { el } from "./dom.js";
import { gib, known, percent, words } from "./format.js";
import { cells, table } from "./tables.js";

const COLUMNS = [["PID"], ["Process"], ["Device"], ["Owner"], ["Kind"], ["SM"], ["Memory"]];

export function processes(state) {
  const listed = state.gpus.flatMap((gpu) => (gpu.processes ?? []).map((process) => ({ gpu, process })));
  return [
    el("h2", {}, "Processes"),
    listed.length ? table("Processes on the GPUs", COLUMNS, listed.map(row)) : el("p", { class: "dim" }, "None is listed."),
    doubts(state, listed),
  ];
}

function row({ gpu, process }) {
  const place = known(process.gpuInstanceId) ? `GPU ${gpu.index} instance ${process.gpuInstanceId}` : `GPU ${gpu.index}`;
  return el(
    "tr",
    { "data-key": `process-${gpu.uuid}-${process.gpuInstanceId}-${process.pid}` },
    cells(
      String(process.pid),
      process.command,
      place,
      owner(process),
      process.kinds.join(", "),
      known(process.smPercent) ? percent(process.smPercent) : null,
      known(process.usedBytes) ? gib(process.usedBytes) : null,
    ),
  );
}

function owner(process) {
  if (process.owner !== "pod") return el("span", { class: process.owner === "unknown" ? "dim" : "" }, words(process.owner));
  const parts = [process.namespace, process.pod, process.container].filter(Boolean);
  return parts.length ? parts.join("/") : `pod UID ${process.podUid}`;
}

/** Why a column has dashes, and why a list may not be whole. */
function doubts({ node, gpus }, listed) {
  const visibility = node.sources.find((one) => one.name === "processes");
  const lines = [
    visibility && visibility.state !== "full" ? `Processes are seen ${visibility.state === "blind" ? "without their owners" : "in part"}: ${visibility.reason}.` : null,
    ...reasons(listed, (process) => process.absent?.smPercent, "SM"),
    listed.some(({ process }) => !known(process.usedBytes)) ? "Memory is a dash where the driver does not say." : null,
    ...gpus.filter((gpu) => !gpu.processes).map((gpu) => `GPU ${gpu.index}: its processes are not known.`),
  ].filter(Boolean);
  return lines.length ? el("p", { class: "dim", "data-key": "doubts" }, lines.join(" ")) : null;
}

function reasons(listed, of, column) {
  const texts = new Set(listed.map(({ process }) => of(process)).filter(Boolean).map(reason));
  return [...texts].map((text) => `${column} is a dash where ${text}.`);
}

const reason = (absent) =>
  absent === "unsupported" ? "this GPU, mode or driver does not give it" : absent.failed ? `${absent.failed} answered ${absent.code}` : words(absent);
