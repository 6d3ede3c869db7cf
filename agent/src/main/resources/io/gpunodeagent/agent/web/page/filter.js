// SPDX-License-Identifier: Apache-2.0
// Which GPUs are shown: by text and by state.

import { el, replaceContent } from "./dom.js";
import { USES } from "./format.js";

export class Filter {
  #form;
  #query;
  #states = new Set();

  constructor(form, onChange) {
    this.#form = form;
    this.#query = form.querySelector("#query");
    this.#query.addEventListener("input", onChange);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("#states").addEventListener("change", (event) => {
      const { name, checked } = event.target;
      if (checked) this.#states.add(name);
      else this.#states.delete(name);
      onChange();
    });
  }

  /** Shows how many GPUs there are in each state. */
  show(state) {
    this.#form.hidden = state.gpus.length < 2;
    const { overview } = state.node;
    replaceContent(
      this.#form.querySelector("#states"),
      el("legend", {}, "State"),
      USES.map((name) =>
        el("label", { "data-key": name, class: name }, el("input", { type: "checkbox", name }), ` ${name} `, el("span", { class: "dim" }, String(overview[name]))),
      ),
    );
  }

  /** The state with the GPUs and allocations that match. */
  apply(state) {
    const wanted = this.#query.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const gpus = state.gpus.filter((gpu) => this.#inState(gpu) && wanted.every((word) => text(gpu, state).includes(word)));
    const all = gpus.length === state.gpus.length;
    this.#form.querySelector("output").textContent = all ? "" : `${gpus.length} of ${state.gpus.length} GPUs`;
    const shown = new Set(gpus.map((gpu) => gpu.uuid));
    return all ? state : { ...state, gpus, allocations: state.allocations.filter((one) => shown.has(one.gpu)) };
  }

  #inState(gpu) {
    if (!this.#states.size) return true;
    const devices = [gpu, ...(gpu.mig?.instances ?? [])];
    return devices.some((device) => this.#states.has(device.use?.state ?? "unknown"));
  }
}

/** What the filter searches of a GPU. */
function text(gpu, state) {
  const held = state.allocations.filter((one) => one.gpu === gpu.uuid);
  return [
    `gpu ${gpu.index}`,
    gpu.uuid,
    gpu.name,
    gpu.pciBusId,
    gpu.health?.state,
    ...held.flatMap((one) => [`${one.namespace}/${one.pod}`, one.container, one.workload?.name, one.activity]),
    ...(gpu.processes ?? []).flatMap((one) => [String(one.pid), one.command]),
  ]
    .filter(Boolean)
    .join(" ")
    .toLowerCase();
}
