// SPDX-License-Identifier: Apache-2.0
// The last hour of each GPU, as the agent kept it, continued by what the stream brings.

import { known } from "./format.js";

const STEP = 10;
const LENGTH = 360;
const WINDOWS = [10, 30, 60];

/** The quantities that are drawn, by the name that the history and the readings have for them. */
const SIGNALS = ["gpuUtilizationPercent", "memoryUsedBytes", "powerUsageMilliwatts", "temperatureCelsius"];

export class History {
  #series = new Map();
  #last = 0;

  /** The minutes that are shown: as few as hold all that is known, of any GPU. */
  minutes = WINDOWS[0];

  /** Takes the answer of `/api/v1/history`. */
  load(answer) {
    this.#series.clear();
    for (const gpu of answer.gpus) {
      for (const name of SIGNALS) {
        const points = gpu.series[name] ?? [];
        this.#series.set(`${gpu.uuid} ${name}`, points.slice(-LENGTH));
      }
    }
    this.#last = stepOf(answer.end);
    this.#choose();
  }

  /** Adds a point a step; steps without a state are gaps. */
  add(state) {
    const now = stepOf(state.takenAt);
    const missed = Math.min(LENGTH, now - this.#last);
    if (missed <= 0) return;
    this.#last = now;
    for (const gpu of state.gpus.filter((one) => one.uuid)) {
      for (const name of SIGNALS) {
        const points = this.#points(gpu.uuid, name);
        for (let step = 1; step < missed; step++) points.push(null);
        const value = gpu.readings[name];
        points.push(known(value) ? value : null);
        this.#series.set(`${gpu.uuid} ${name}`, points.slice(-LENGTH));
      }
    }
    this.#choose();
  }

  /** What is shown of one quantity, oldest first; gaps where nothing is known. */
  shown(uuid, name) {
    const length = slots(this.minutes);
    const points = this.#points(uuid, name).slice(-length);
    return [...Array(length - points.length).fill(null), ...points];
  }

  #choose() {
    const longest = Math.max(0, ...[...this.#series.values()].map(age));
    this.minutes = WINDOWS.find((minutes) => longest <= slots(minutes)) ?? WINDOWS.at(-1);
  }

  /** As far back as anything is known. */
  #points(uuid, name) {
    return this.#series.get(`${uuid} ${name}`) ?? [];
  }
}

/** Slots since the first point that is known; none where no point is. */
const age = (points) => {
  const first = points.findIndex(known);
  return first < 0 ? 0 : points.length - first;
};

const slots = (minutes) => (minutes * 60) / STEP;

const stepOf = (instant) => Math.floor(new Date(instant) / 1000 / STEP);
