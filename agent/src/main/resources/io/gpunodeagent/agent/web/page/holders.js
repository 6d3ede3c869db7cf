// SPDX-License-Identifier: Apache-2.0
// Who holds a GPU, whether it is used, and what the policies will do.

import { bar } from "./chart.js";
import { el } from "./dom.js";
import { duration, gib, known, percent, secondsBetween, time, words } from "./format.js";

const NOUNS = { announce: "announcement", mark: "mark", evict: "eviction" };
const FOREIGN = ["foreign", "unallocated"];

const nameOf = (one) => `${one.namespace}/${one.pod}`;

/** The pods on an instance of a GPU, or on the whole GPU. */
export const podsOn = (gpu, instance, state) =>
  state.allocations.filter((one) => one.gpu === gpu.uuid && one.gpuInstanceId === instance).map(nameOf);

/** Whether the kubelet says who holds what. */
export const holdersKnown = (node) => node.sources.some((one) => one.name === "kubelet" && one.state === "up");

export function holders(gpu, state) {
  const held = state.allocations.filter((one) => one.gpu === gpu.uuid);
  if (!held.length) return el("p", { class: "holders none dim" }, holdersKnown(state.node) ? "Held by no pod." : "Holders are not known.");
  const shared = held.filter((one) => one.gpuInstanceId === null).length > 1;
  return el(
    "ul",
    { class: "holders", "aria-label": "Holders" },
    held.map((one) => holder(one, state, shared)),
  );
}

function holder(one, state, shared) {
  const decisions = state.decisions.filter((decision) => decision.podUid === one.podUid && one.podUid);
  return el(
    "li",
    { class: `holder ${words(one.activity)}`, "data-key": `${nameOf(one)}/${one.container}/${one.gpuInstanceId}` },
    el(
      "p",
      { class: "who" },
      el("span", { class: "dot" }),
      el("span", { class: "pod" }, el("span", { class: "dim" }, `${one.namespace}/`), one.pod),
      el("span", { class: "activity" }, activityText(one)),
    ),
    el(
      "p",
      { class: "dim facts" },
      [
        one.workload ? `${one.workload.kind} ${one.workload.name}` : null,
        one.container,
        known(one.memoryBytes) ? gib(one.memoryBytes) : null,
        known(one.smPercent) ? `${percent(one.smPercent)} of the SMs` : null,
        `held ${duration(secondsBetween(one.since, state.takenAt))}`,
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    shared ? share(one, decisions) : null,
    decisions.filter(isWorthSaying).map((decision) => next(decision, state.takenAt)),
  );
}

function activityText(one) {
  const doubt = one.activity === "unknown" && one.doubt ? `: ${words(one.doubt)}` : "";
  const idle = one.idleSeconds > 0 && one.activity !== "active" ? ` ${duration(one.idleSeconds)}` : "";
  return `${words(one.activity)}${doubt}${idle}`;
}

/** What a pod takes of a shared GPU, beside what it is entitled to. */
function share(one, decisions) {
  const entitled = known(one.entitlement) ? one.entitlement * 100 : null;
  const taken = known(one.computeShare) ? one.computeShare * 100 : one.smPercent;
  return el(
    "p",
    { class: "share" },
    bar(taken, 100, {
      label: `takes ${percent(taken)}, entitled to ${percent(entitled)}`,
      tone: decisions.some((decision) => decision.evidence.violations?.length) ? "over" : "active",
      marks: [entitled],
    }),
    el("span", { class: "dim" }, known(entitled) ? `${percent(taken)}, entitled to ${percent(entitled)}` : `${percent(taken)}; entitlement not known`),
  );
}

/** A pod that is in use is watched by every rule: that is no news. */
const isWorthSaying = (decision) => decision.stage !== "watched" || decision.nextStep !== null;

function next(decision, now) {
  const { nextStep, evidence } = decision;
  return el(
    "details",
    { class: `decision ${words(decision.stage).replaceAll(" ", "-")}`, "data-key": `decision-${decision.kind}-${decision.rule}` },
    el(
      "summary",
      {},
      decision.dryRun ? el("span", { class: "badge dry" }, "dry run") : null,
      ` ${words(decision.stage)} by rule ${decision.rule}`,
      nextStep ? `; ${NOUNS[nextStep.action]} ${when(nextStep, now)}` : "",
    ),
    el("p", {}, decision.reason),
    evidence.proven !== undefined && evidence.sources?.length
      ? el("p", { class: "dim" }, `Proven by ${evidence.sources.map(words).join(", ")}: ${duration(evidence.idleSeconds)} of ${duration(evidence.neededSeconds)} needed.`)
      : null,
    evidence.doubts?.length ? el("p", { class: "dim" }, `In doubt: ${evidence.doubts.map(words).join(", ")}.`) : null,
    decision.exclusions.length
      ? el("p", {}, `Nothing is done: ${decision.exclusions.map((one) => one.text).join("; ")}.`)
      : el("p", { class: "dim" }, "To exempt it, annotate the pod: ", el("code", {}, decision.exemptWith)),
  );
}

function when(step, now) {
  if (step.waitsForProof) return "when idleness is proven";
  if (!step.notBefore) return "";
  const left = secondsBetween(now, step.notBefore);
  return left > 0 ? `not before ${time(step.notBefore, now)}, in ${duration(left)}` : "is due";
}

/** Use by pods that the GPU was not given to, and by processes of the host, as [who, share]. */
function foreignUse(gpu) {
  return [gpu, ...(gpu.mig?.instances ?? [])]
    .map((device) => device.occupancy)
    .filter(Boolean)
    .flatMap(({ occupants, host }) => [
      ...occupants.filter((one) => FOREIGN.includes(one.relation)).map((one) => [one.pod ? nameOf(one) : "a pod that is not known", one]),
      ...(host.pids.length ? [["processes of the host", host]] : []),
    ]);
}

export const isUsedByOthers = (gpu) => foreignUse(gpu).length > 0;

export function others(gpu) {
  const uses = foreignUse(gpu);
  return uses.length ? el("ul", { class: "others", "aria-label": "Use by others" }, uses.map(([who, share]) => used(who, share))) : null;
}

const used = (who, share) =>
  el(
    "li",
    {},
    `Used by ${who}: `,
    [known(share.memoryBytes) ? gib(share.memoryBytes) : null, known(share.smPercent) ? `${percent(share.smPercent)} of the SMs` : null, share.pids?.length ? `PID ${share.pids.join(", ")}` : null]
      .filter(Boolean)
      .join(", "),
  );
