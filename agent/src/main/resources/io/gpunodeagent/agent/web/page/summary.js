// SPDX-License-Identifier: Apache-2.0
// The head of the page: one line of truth, and what is wrong.

import { el } from "./dom.js";
import { count, duration, kilowatts, known, USES, words } from "./format.js";

export const header = (node, link) => [
  el(
    "div",
    { class: "title" },
    el("h1", {}, node.name),
    el("p", { class: "dim" }, driverLine(node.driver)),
  ),
  el("p", { class: `link ${link.live && link.age < staleAfter(node) ? "live" : "stale"}`, role: "status" }, linkText(node, link)),
];

/** Three periods without a state, and at least five seconds. */
export const staleAfter = (node) => Math.max(5, 3 * node.samplingPeriodSeconds);

function linkText(node, link) {
  if (!link.live) return `not connected: this is ${duration(link.age)} old`;
  if (link.age >= staleAfter(node)) return `the agent is silent: this is ${duration(link.age)} old`;
  return "live";
}

function driverLine(driver) {
  if (driver.state !== "ready") return "NVML is not available";
  const cuda = driver.cudaDriverVersion;
  return [
    driver.driverVersion && `driver ${driver.driverVersion}`,
    known(cuda) && `CUDA ${typeof cuda === "number" ? `${Math.floor(cuda / 1000)}.${Math.floor((cuda % 1000) / 10)}` : cuda}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

export function summary(state) {
  const { node } = state;
  return [banners(node), truth(node), problems(state)];
}

function banners(node) {
  const dry = node.policies.mode === "dry_run";
  return [
    node.simulated && banner("simulated", "Simulated.", "These GPUs are played from a scenario; there is no hardware behind them."),
    dry && banner("dryrun", "Dry run.", "Policies are judged and shown; nothing is done to any pod."),
  ].filter(Boolean);
}

const banner = (key, strong, text) =>
  el("p", { class: "banner note", "data-key": `banner-${key}` }, el("strong", {}, strong), " ", text);

function truth(node) {
  const { overview } = node;
  const power = overview.power;
  return el(
    "div",
    { class: "truth", "data-key": "truth" },
    el(
      "p",
      { class: "counts" },
      el("strong", { class: "total" }, `${count(overview.gpus)} GPU${overview.gpus === 1 ? "" : "s"}`),
      el("span", {}, known(overview.held) ? `${count(overview.held)} held` : "holders not known"),
      USES.map((name) =>
        el("span", { class: `count ${name}${overview[name] ? "" : " none"}` }, el("span", { class: "dot" }), `${count(overview[name])} ${name}`),
      ),
      known(power.milliwatts)
        ? el("span", { class: "watts" }, `${kilowatts(power.milliwatts)} of ${kilowatts(power.limitMilliwatts)}`)
        : null,
    ),
    strip(overview),
  );
}

/** One cell a GPU, in the colours of the counts. */
function strip(overview) {
  if (!overview.gpus) return null;
  return el(
    "span",
    { class: "strip", "aria-hidden": "true" },
    USES.map((name) => Array.from({ length: overview[name] }, () => el("span", { class: `cell ${name}` }))),
  );
}

function problems({ node, gpus }) {
  const list = [...node.problems, ...node.policies.problems.map((text) => ({ severity: "warning", text }))];
  if (!list.length) return el("p", { class: "well", "data-key": "problems" }, "Nothing is wrong.");
  return el(
    "ul",
    { class: "problems", "data-key": "problems", "aria-label": "What is wrong" },
    list.map((one) =>
      el(
        "li",
        { class: one.severity },
        el("strong", {}, words(one.severity)),
        " ",
        one.gpu ? named(one, gpus) : one.text,
        one.remedy ? el("span", { class: "remedy" }, ` → ${one.remedy}`) : null,
      ),
    ),
  );
}

/** The text with the GPU's number in the place of its UUID, or before it. */
function named({ gpu: uuid, text }, gpus) {
  const gpu = gpus.find((one) => one.uuid === uuid);
  const name = gpu ? `GPU ${gpu.index}` : uuid;
  const named = text.replaceAll(uuid, name);
  return named.includes(name) ? named : `${name}: ${named}`;
}
