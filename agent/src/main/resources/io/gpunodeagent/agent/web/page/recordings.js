// SPDX-License-Identifier: Apache-2.0
// What was recorded around faults: a list, and each recording as a picture once it is opened.

import { sparkline } from "./chart.js";
import { el } from "./dom.js";
import { celsius, gib, known, megahertz, percent, secondsBetween, time, watts, words } from "./format.js";

/** What is drawn: key, title, how a value is written, the upper edge, and the reading that is its limit. */
const QUANTITIES = [
  { key: "gpuUtilizationPercent", title: "Utilization", written: percent, top: 100 },
  { key: "memoryUsedBytes", title: "Memory", written: gib, limit: "memoryTotalBytes" },
  { key: "powerUsageMilliwatts", title: "Power", written: watts, limit: "powerLimitEnforcedMilliwatts" },
  { key: "temperatureCelsius", title: "Temperature", written: celsius, top: 100 },
  { key: "smClockMegahertz", title: "SM clock", written: megahertz },
];
const KINDS = { xid: "XID", lost: "GPU lost", sampling_stalled: "Sampling stalled", eviction: "Eviction" };
const SM_ACTIVITY = { key: "smActivityPercent", written: percent, top: 100 };

export class Recordings {
  #get;
  #changed;
  #list = [];
  #trouble = null;
  #read = new Map();

  /**
   * @param section where they are shown
   * @param get asks the API
   * @param changed is called when there is more to show
   */
  constructor(section, get, changed) {
    this.#get = get;
    this.#changed = changed;
    // The event does not bubble.
    section.addEventListener("toggle", ({ target }) => target.open && this.#open(target.dataset.name), true);
  }

  /** Asks which there are. */
  async refresh() {
    try {
      this.#list = (await this.#get("recordings")).recordings;
      this.#trouble = null;
    } catch (failure) {
      this.#trouble = failure.message;
    }
    for (const one of this.#list) {
      const known = this.#read.get(one.name);
      if (known && known.bytes !== one.bytes) this.#open(one.name);
    }
  }

  async #open(name) {
    const listed = this.#list.find((one) => one.name === name);
    if (!listed || this.#read.get(name)?.bytes === listed.bytes) return;
    const answer = await this.#get(`recordings/${name}`).then(
      (recording) => ({ recording }),
      (failure) => ({ failure: failure.message }),
    );
    this.#read.set(name, { ...answer, bytes: listed.bytes });
    this.#changed();
  }

  /** The section; nothing while there is none. */
  draw(now) {
    if (this.#trouble) return [el("h2", {}, "Recordings"), el("p", { class: "dim" }, `They cannot be read: ${this.#trouble}`)];
    if (!this.#list.length) return [];
    return [el("h2", {}, "Recordings"), this.#list.map((one) => entry(one, this.#read.get(one.name), now))];
  }
}

const entry = (one, read, now) =>
  el(
    "details",
    { class: "recording", "data-key": one.name, "data-name": one.name },
    el("summary", {}, ...(one.problem ? [el("strong", {}, one.name), ` cannot be used: ${one.problem}`] : title(one, now))),
    one.problem ? null : body(read),
  );

function title({ triggers, moreTriggers, complete }, now) {
  const [first] = triggers;
  const more = triggers.length - 1 + moreTriggers;
  return [
    el("strong", {}, KINDS[first.kind] ?? words(first.kind)),
    ` ${time(first.at, now)} `,
    el("span", {}, first.text),
    more ? el("span", { class: "dim" }, ` and ${more} more`) : "",
    complete ? "" : el("span", { class: "badge idle" }, "not complete"),
  ];
}

function body(read) {
  if (!read) return el("p", { class: "dim" }, "…");
  if (read.failure) return el("p", { class: "banner warning" }, `It cannot be read: ${read.failure}`);
  const { recording } = read;
  const hit = new Set(recording.triggers.map((one) => one.gpu));
  const all = recording.series.gpus;
  const about = all.filter((gpu) => hit.has(gpu.uuid));
  const shown = about.length ? about : all;
  const rest = all.filter((gpu) => !shown.includes(gpu));
  return el(
    "div",
    { class: "recorded" },
    shown.map((gpu) => picture(gpu, recording)),
    rest.length
      ? el("details", { "data-key": "others" }, el("summary", {}, `${rest.length} other GPUs`), rest.map((gpu) => picture(gpu, recording)))
      : null,
    holders(recording),
    happened(recording),
  );
}

/** The minutes of one GPU: a line a quantity, on one axis of time. */
function picture(gpu, recording) {
  const read = snapshotOf(gpu, recording);
  const marks = recording.triggers.map((one) => place(one.at, recording));
  return el(
    "figure",
    { "data-key": gpu.uuid },
    el("figcaption", {}, `GPU ${gpu.index}`, el("span", { class: "dim" }, ` ${read?.name ?? gpu.uuid}`)),
    el(
      "dl",
      {},
      QUANTITIES.map((quantity) => row(quantity, gpu.series[quantity.key], read, marks)),
      gpu.instances.map((one) => row({ ...SM_ACTIVITY, title: `${one.profile} (${one.gpuInstanceId})` }, one.series.smActivityPercent, null, marks)),
    ),
    axis(recording, marks),
  );
}

function row({ key, title, written, top = 0, limit }, points, read, marks) {
  const values = points.filter(known);
  const most = read?.readings[limit] ?? null;
  const range = values.length ? rangeOf(written(Math.min(...values)), written(Math.max(...values))) : `no readings${why(read?.absent[key])}`;
  return el(
    "div",
    { class: "series" },
    el("dt", {}, title),
    el("dd", {}, values.length ? sparkline(points, { top: Math.max(top, most ?? 0), limit: most, marks, label: `${title} around the fault: ${range}` }) : null),
    el("dd", { class: "range" }, range),
  );
}

const rangeOf = (least, most) => (least === most ? most : `${least} to ${most}`);

function why(absent) {
  if (!absent) return "";
  return absent.failed ? `: ${absent.failed} answered ${absent.code}` : `: ${words(absent)}`;
}

function snapshotOf({ uuid }, { moments }) {
  const states = moments.flatMap((moment) => moment.snapshot.gpus.filter((one) => one.uuid === uuid));
  return states.find((one) => one.condition.state === "fresh") ?? states[0] ?? null;
}

/** Where an instant is between the first and the last second, 0 to 1. */
const place = (at, { from, to }) => Math.min(1, Math.max(0, secondsBetween(from, at) / Math.max(1, secondsBetween(from, to))));

const axis = (recording, marks) =>
  el(
    "p",
    { class: "axis", "aria-hidden": "true" },
    el("span", {}, offset(recording.from, recording)),
    el("span", { class: "fault", style: { left: `${(marks[0] * 100).toFixed(2)}%` } }, "0"),
    marks[0] < 0.9 ? el("span", { class: "end" }, offset(recording.to, recording)) : null,
  );

/** Minutes and seconds after the first trigger. */
function offset(at, { triggers }) {
  const seconds = Math.round(secondsBetween(triggers[0].at, at));
  const size = Math.abs(seconds);
  return `${seconds < 0 ? "−" : "+"}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}

function holders({ moments, series }) {
  const held = moments.find((one) => one.moment === "trigger")?.allocations ?? [];
  const index = new Map(series.gpus.map((gpu) => [gpu.uuid, gpu.index]));
  return held.length
    ? el(
        "div",
        {},
        el("h3", {}, "Held"),
        el(
          "ul",
          {},
          held.map((one) =>
            el("li", {}, `${one.namespace}/${one.pod}`, el("span", { class: "dim" }, ` GPU ${index.get(one.gpu) ?? one.gpu} · ${words(one.activity)}`)),
          ),
        ),
      )
    : null;
}

function happened(recording) {
  const key = ({ at, text }) => `${at} ${text}`;
  const listed = new Set(recording.triggers.map(key));
  const all = [...recording.triggers.map((one) => ({ ...one, trigger: true })), ...recording.events.filter((one) => !listed.has(key(one)))];
  all.sort((a, b) => new Date(a.at) - new Date(b.at));
  return el(
    "div",
    {},
    el("h3", {}, "What happened"),
    el(
      "ol",
      { class: "timeline" },
      all.map((one) => el("li", { class: one.trigger ? "fault" : "" }, el("time", { datetime: one.at }, offset(one.at, recording)), el("span", {}, one.text))),
      recording.moreTriggers ? el("li", {}, el("span", {}), el("span", {}, `${recording.moreTriggers} more triggers`)) : null,
    ),
  );
}
