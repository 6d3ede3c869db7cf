// SPDX-License-Identifier: Apache-2.0
// The card of one GPU.

import { sparkline } from "./chart.js";
import { el } from "./dom.js";
import { celsius, count, duration, gib, known, megahertz, percent, secondsBetween, watts, words } from "./format.js";
import { holders, isUsedByOthers, others } from "./holders.js";
import { instances } from "./mig.js";

export function card(gpu, state, history) {
  const read = gpu.uuid && gpu.condition.state === "fresh";
  return el(
    "article",
    { class: `card ${gpu.use?.state ?? "unknown"}${isBad(gpu) ? " bad" : ""}`, "data-key": gpu.uuid ?? `index-${gpu.index}`, "aria-label": `GPU ${gpu.index}` },
    head(gpu),
    read ? null : unread(gpu, state.takenAt),
    findings(gpu, state.takenAt),
    read ? readings(gpu, history) : null,
    read ? instances(gpu, state) : null,
    gpu.uuid ? holders(gpu, state) : null,
    read ? others(gpu) : null,
  );
}

const isBad = (gpu) => isUsedByOthers(gpu) || gpu.health?.state === "unhealthy" || gpu.condition.state !== "fresh";

const head = (gpu) =>
  el(
    "header",
    {},
    el("h2", {}, `GPU ${gpu.index}`, el("span", { class: "model" }, gpu.name ?? "")),
    el(
      "p",
      { class: "badges" },
      gpu.use ? badge(gpu.use.state, gpu.use.state, `use: ${gpu.use.state}`) : null,
      isUsedByOthers(gpu) ? badge("others", "used by others", "used by processes of pods that do not hold it, or of the host") : null,
      badge(health(gpu), health(gpu), `health: ${health(gpu)}`),
    ),
    el(
      "p",
      { class: "dim where" },
      [gpu.pciBusId, known(gpu.numaNodes) && `NUMA ${gpu.numaNodes}`, gpu.nvLinks && gpu.nvLinks.up + gpu.nvLinks.down > 0 && links(gpu.nvLinks)]
        .filter(Boolean)
        .join(" · "),
    ),
  );

const links = ({ up, down }) => (down ? `${up} NVLinks, ${down} down` : `${up} NVLinks`);

const health = (gpu) => words(gpu.health?.state ?? "unknown");

export const badge = (tone, text, label) =>
  el("span", { class: `badge ${tone.replaceAll(" ", "-")}`, title: label }, text);

function unread(gpu, now) {
  const { state, function: call, code, since } = gpu.condition;
  const why = {
    hung: `${call} has not returned`,
    lost: `${call} answered ${code}`,
    refused: `${call} answered ${code}`,
    unread: call ? `waits for ${call}` : "not read yet",
  }[state];
  return el("p", { class: "banner warning" }, el("strong", {}, `No readings: ${state}.`), ` ${why ?? ""} since ${duration(secondsBetween(since, now))}`);
}

function findings(gpu, now) {
  const list = gpu.health?.findings?.filter((one) => one.raised) ?? [];
  return list.length
    ? el(
        "ul",
        { class: "findings", "aria-label": "Health" },
        list.map((one) =>
          el(
            "li",
            { class: one.state },
            el("strong", {}, [words(one.cause), one.detail].filter(Boolean).join(" ")),
            ` ${one.meaning}. `,
            el("span", { class: "dim" }, `${one.evidence}; ${duration(secondsBetween(one.since, now))} ago`),
            one.remedy ? el("span", { class: "remedy" }, ` → ${one.remedy}`) : null,
          ),
        ),
      )
    : null;
}

function readings(gpu, history) {
  const r = gpu.readings;
  const slow = slowdown(r);
  return el(
    "dl",
    { class: "readings" },
    gpu.mig?.enabled && !known(r.gpuUtilizationPercent) ? null : row(gpu, "gpuUtilizationPercent", "Utilization", percent(r.gpuUtilizationPercent), history, { top: 100 }),
    row(gpu, "memoryUsedBytes", "Memory", pairOf(gib(r.memoryUsedBytes), gib(r.memoryTotalBytes)), history, { top: r.memoryTotalBytes, limit: r.memoryTotalBytes }),
    row(gpu, "powerUsageMilliwatts", "Power", pairOf(watts(r.powerUsageMilliwatts), watts(r.powerLimitEnforcedMilliwatts)), history, {
      top: r.powerLimitEnforcedMilliwatts,
      limit: r.powerLimitEnforcedMilliwatts,
    }),
    row(gpu, "temperatureCelsius", "Temperature", known(slow) ? pairOf(celsius(r.temperatureCelsius), celsius(slow)) : celsius(r.temperatureCelsius), history, {
      top: slow ?? 100,
      limit: slow,
    }),
    clocks(gpu),
  );
}

const pairOf = (value, limit) => [value, el("span", { class: "of" }, ` / ${limit}`)];

function row(gpu, signal, title, value, history, { top, limit = null }) {
  const points = history.shown(gpu.uuid, signal);
  return el(
    "div",
    { class: `row ${signal}` },
    el("dt", {}, title),
    el("dd", { class: "value" }, value),
    el("dd", { class: "hour" }, sparkline(points, { top: top ?? 0, limit, label: describe(title, points, history.minutes, limit) })),
  );
}

function describe(title, points, minutes, limit) {
  const values = points.filter(known);
  const which = `${title}, last ${minutes} minutes`;
  if (!values.length) return `${which}: no readings`;
  const shown = (value) => Math.round(value).toLocaleString("en");
  return `${which}: ${shown(Math.min(...values))} to ${shown(Math.max(...values))}${known(limit) ? `, limit ${shown(limit)}` : ""}`;
}

/** Where the GPU slows down: newer boards report the distance to it. */
const slowdown = (r) =>
  known(r.temperatureCelsius) && known(r.temperatureMarginCelsius) ? r.temperatureCelsius + r.temperatureMarginCelsius : r.slowdownTemperatureCelsius;

function clocks(gpu) {
  const r = gpu.readings;
  const reasons = (gpu.clockEventReasons ?? []).filter((reason) => reason !== "gpu_idle");
  return el(
    "div",
    { class: "row clocks" },
    el("dt", {}, "Clocks"),
    el(
      "dd",
      { class: "wide" },
      `SM ${count(r.smClockMegahertz)} / ${megahertz(r.maxSmClockMegahertz)} · memory ${megahertz(r.memoryClockMegahertz)}`,
      reasons.length ? el("span", { class: "held-down" }, ` held down by ${reasons.map(words).join(", ")}`) : null,
    ),
  );
}
