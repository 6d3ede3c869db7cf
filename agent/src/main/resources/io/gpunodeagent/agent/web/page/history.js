// The last hour of each GPU, as the agent kept it, continued by what the stream brings.

import { known } from "./format.js";

const STEP = 10;
const LENGTH = 360;

/** The quantities that are drawn, by the name that the history and the readings have for them. */
const SIGNALS = ["gpuUtilizationPercent", "memoryUsedBytes", "powerUsageMilliwatts", "temperatureCelsius"];

export class History {
  #series = new Map();
  #last = 0;

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
  }

  /** Adds a point a step; steps without a state are gaps. */
  add(state) {
    const now = stepOf(state.takenAt);
    const missed = Math.min(LENGTH, now - this.#last);
    if (missed <= 0) return;
    this.#last = now;
    for (const gpu of state.gpus.filter((one) => one.uuid)) {
      for (const name of SIGNALS) {
        const points = this.points(gpu.uuid, name);
        for (let step = 1; step < missed; step++) points.push(null);
        const value = gpu.readings[name];
        points.push(known(value) ? value : null);
        this.#series.set(`${gpu.uuid} ${name}`, points.slice(-LENGTH));
      }
    }
  }

  /** An hour, oldest first; gaps where nothing is known. */
  points(uuid, name) {
    const points = this.#series.get(`${uuid} ${name}`) ?? [];
    return [...Array(LENGTH - points.length).fill(null), ...points];
  }
}

const stepOf = (instant) => Math.floor(new Date(instant) / 1000 / STEP);
