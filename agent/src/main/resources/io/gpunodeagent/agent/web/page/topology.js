// SPDX-License-Identifier: Apache-2.0
// The node's links as a picture: GPUs by NUMA node, NVLinks between them or to the switches.

import { el, replaceContent, svg } from "./dom.js";
import { known } from "./format.js";

const BOX = { width: 96, height: 46, gap: 18 };
const MARGIN = 12;
const TOP = MARGIN + 28;
const BOTTOM = TOP + BOX.height;
const SWITCH = { drop: 64, height: 30 };

let drawn = null;

/** Draws into `parent` what is not drawn there yet: the links rarely change, the states now and then. */
export function drawTopology(parent, topology, gpus) {
  const key = JSON.stringify([topology, gpus.map(({ uuid, use, nvLinks }) => [uuid, use?.state, nvLinks?.down])]);
  if (key === drawn) return;
  drawn = key;
  replaceContent(parent, picture(topology, gpus));
}

function picture(topology, gpus) {
  const { gpus: nodes } = topology;
  if (!nodes.length) return [el("h2", {}, "Topology"), el("p", { class: "dim" }, "There are no GPUs.")];
  const text = sentence(topology);
  return [el("h2", {}, "Topology"), el("p", { class: "dim" }, text), draw(topology, gpus, text), matrix(topology)];
}

const overNvLink = (pair) => pair.kind === "nvlink" && pair.nvLinks > 0;

function sentence({ gpus, pairs, switches, degraded, uncertain }) {
  if (gpus.length === 1) return "One GPU.";
  const linked = pairs.filter(overNvLink);
  const sick = degraded ? " Some links are down." : "";
  const doubt = uncertain ? " Some links could not be read." : "";
  if (!linked.length) return `The GPUs reach each other over PCIe alone.${doubt}`;
  const widths = [...new Set(linked.map((pair) => pair.nvLinks))].sort((a, b) => a - b).join(" or ");
  const way = switches.length ? ` through ${switches.length} NVSwitch${switches.length === 1 ? "" : "es"}` : "";
  const which = linked.length === pairs.length ? "Every pair of GPUs has" : `${linked.length} of ${pairs.length} pairs of GPUs have`;
  return `${which} ${widths} NVLinks${way}.${sick}${doubt}`;
}

function draw(topology, gpus, label) {
  const { place, rooms, width } = layOut(topology.gpus);
  const links = topology.switches.length ? toSwitches(topology, place, width) : between(topology, place);
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Picture of the topology" },
    svg(
      "svg",
      { class: "map", viewBox: `0 0 ${width} ${links.height}`, width, height: links.height, role: "img", "aria-label": label },
      rooms,
      links.drawn,
      topology.gpus.map((node) => gpuBox(node, place.get(node.index), gpus)),
    ),
  );
}

/** GPUs side by side, in one room a NUMA node. */
function layOut(nodes) {
  const place = new Map();
  const rooms = [];
  let x = MARGIN;
  for (const [numa, members] of Map.groupBy(nodes, (node) => node.numaNodes ?? "")) {
    const width = members.length * (BOX.width + BOX.gap) + BOX.gap;
    rooms.push(
      svg("rect", { class: "numa", x, y: MARGIN, width, height: BOX.height + 44, rx: 8 }),
      svg("text", { class: "numa-name", x: x + 10, y: MARGIN + 18 }, numa === "" ? "NUMA not known" : `NUMA ${numa}`),
    );
    members.forEach((node, index) => place.set(node.index, x + BOX.gap + index * (BOX.width + BOX.gap)));
    x += width + BOX.gap;
  }
  return { place, rooms, width: x - BOX.gap + MARGIN };
}

function toSwitches({ gpus, switches }, place, width) {
  const y = BOTTOM + SWITCH.drop;
  const drawn = [
    svg("rect", { class: "switch", x: MARGIN, y, width: width - 2 * MARGIN, height: SWITCH.height, rx: 6 }),
    svg("text", { x: width / 2, y: y + 20 }, `${switches.length} × NVSwitch`),
    gpus
      .filter((node) => node.linksUp > 0)
      .map((node) => {
        const x = place.get(node.index) + BOX.width / 2;
        return [
          svg("path", { class: node.degraded ? "nvlink fewer" : "nvlink", "stroke-width": 3, d: `M${x} ${BOTTOM}V${y}` }),
          svg("text", { class: "small links", x: x + 6, y: y - 10 }, known(node.linksExpected) && node.linksUp < node.linksExpected ? `${node.linksUp} of ${node.linksExpected}` : String(node.linksUp)),
        ];
      }),
  ];
  return { drawn, height: y + SWITCH.height + MARGIN };
}

function between({ pairs }, place) {
  const linked = pairs.filter(overNvLink);
  const most = Math.max(1, ...linked.map((pair) => pair.nvLinks));
  const depth = ({ from, to }) => 26 + Math.abs(place.get(from) - place.get(to)) * 0.2;
  const drawn = linked.map((pair) => {
    const [a, b] = [pair.from, pair.to].map((index) => place.get(index) + BOX.width / 2);
    const low = BOTTOM + depth(pair);
    return svg(
      "path",
      { class: pair.nvLinks < most ? "nvlink fewer" : "nvlink", "stroke-width": (1 + (2 * pair.nvLinks) / most).toFixed(1), d: `M${a} ${BOTTOM}C${a} ${low} ${b} ${low} ${b} ${BOTTOM}` },
      svg("title", {}, `GPU ${pair.from} and GPU ${pair.to}: ${pair.nvLinks} NVLinks`),
    );
  });
  return { drawn, height: BOTTOM + 20 + Math.max(0, ...linked.map(depth)) * 0.75 };
}

function gpuBox(node, x, gpus) {
  const gpu = gpus.find((one) => one.uuid === node.uuid);
  const down = gpu?.nvLinks?.down ?? 0;
  return svg(
    "g",
    { class: `gpu ${gpu?.use?.state ?? "unknown"}${down || node.degraded ? " degraded" : ""}` },
    svg("rect", { x, y: TOP, width: BOX.width, height: BOX.height, rx: 6 }),
    svg("text", { x: x + BOX.width / 2, y: TOP + 19 }, `GPU ${node.index}`),
    svg("text", { class: "small", x: x + BOX.width / 2, y: TOP + 36 }, down ? `${down} links down` : (gpu?.use?.state ?? "")),
  );
}

/** The cells as `nvidia-smi topo -m` prints them. */
function matrix({ gpus, pairs }) {
  if (gpus.length < 2) return null;
  const cells = new Map();
  for (const pair of pairs) {
    const text = overNvLink(pair) ? `NV${pair.nvLinks}` : (pair.pcieLevel ?? "not known");
    cells.set(`${pair.from} ${pair.to}`, text).set(`${pair.to} ${pair.from}`, text);
  }
  const row = (node) => gpus.map((other) => el("td", {}, node === other ? "X" : (cells.get(`${node.index} ${other.index}`) ?? "not known")));
  return el(
    "details",
    { class: "matrix", "data-key": "matrix" },
    el("summary", {}, "As a matrix"),
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "Matrix of links" },
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, el("td", {}), gpus.map((node) => el("th", { scope: "col" }, `GPU ${node.index}`)))),
        el("tbody", {}, gpus.map((node) => el("tr", {}, el("th", { scope: "row" }, `GPU ${node.index}`), row(node)))),
      ),
    ),
  );
}
