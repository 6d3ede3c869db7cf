// SPDX-License-Identifier: Apache-2.0
// Wires the parts: one state in, the page out. What is hidden is not drawn.

import { replaceContent } from "./dom.js";
import { Filter } from "./filter.js";
import { card } from "./gpu.js";
import { History } from "./history.js";
import { follow } from "./live.js";
import { processes } from "./processes.js";
import { Recordings } from "./recordings.js";
import { header, staleAfter, summary } from "./summary.js";
import { events, footer, pods, sources } from "./tables.js";
import { drawTopology } from "./topology.js";

const REFRESH_EVERY = 15000;

const part = (id) => document.getElementById(id);
const history = new History();
const filter = new Filter(part("filter"), draw);
const recordings = new Recordings(part("recordings"), get, drawRecordings);
let state = null;
let link = { live: false, age: 0 };
let topology = null;
let recent = [];

async function get(resource) {
  const answer = await fetch(`api/v1/${resource}`, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${resource}: ${answer.status}`);
  return answer.json();
}

/** What does not come with each state; all of it is asked for when the stream comes up. */
async function load() {
  await Promise.all([get("history?resolution=10s").then((answer) => history.load(answer.history)), refresh()]);
  draw();
}

async function refresh() {
  if (document.hidden || !link.live) return;
  const [links, newest] = await Promise.all([get("topology"), get("events"), recordings.refresh()]);
  topology = links.topology;
  recent = newest.events;
  draw();
  drawRecordings();
}

/** The stream goes on; what is missing is asked for again when it returns. */
function report(failure) {
  console.warn(failure.message);
}

function draw() {
  if (!state || document.hidden) return;
  document.body.dataset.sequence = state.sequence;
  document.title = `${state.node.name}: ${state.node.overview.gpus} GPUs`;
  document.body.classList.toggle("old", !link.live || link.age >= staleAfter(state.node));
  replaceContent(part("header"), header(state.node, link));
  replaceContent(part("summary"), summary(state));
  filter.show(state);
  const shown = filter.apply(state);
  replaceContent(part("gpus"), shown.gpus.map((gpu) => card(gpu, shown, history)));
  replaceContent(part("pods"), pods(shown));
  replaceContent(part("processes"), processes(shown));
  if (topology) drawTopology(part("topology"), topology, state.gpus);
  replaceContent(part("events"), events(recent, state.gpus, state.takenAt));
  replaceContent(part("sources"), sources(state.node));
  replaceContent(part("footer"), footer({ ...state.node, takenAt: state.takenAt }));
}

/** Not with each state: they change rarely, and their pictures are large. */
function drawRecordings() {
  if (state) replaceContent(part("recordings"), recordings.draw(state.takenAt));
}

follow(
  (next) => {
    const returns = !link.live;
    state = next;
    history.add(next);
    link = { live: true, age: 0 };
    if (returns) load().catch(report);
    draw();
  },
  (now) => {
    const changed = now.live !== link.live || Math.round(now.age) !== Math.round(link.age);
    link = now;
    if (changed) draw();
  },
);
document.addEventListener("visibilitychange", draw);
setInterval(() => refresh().catch(report), REFRESH_EVERY);
