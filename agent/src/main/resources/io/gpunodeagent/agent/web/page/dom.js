// SPDX-License-Identifier: Apache-2.0
// Elements are made here and nowhere else: text is always text, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element; attributes that are null or false are left out, `style` is an object. */
export const el = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

/** The same in SVG. */
export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "style") {
      for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/**
 * Makes the children of `parent` equal to `wanted` and keeps what is alike, so that focus, selection,
 * scrolling and what a person has opened survive an update.
 */
export function replaceContent(parent, ...wanted) {
  const fresh = wanted.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== "");
  const byKey = new Map();
  for (const child of parent.children) if (child.dataset.key) byKey.set(child.dataset.key, child);
  let place = parent.firstChild;
  for (const node of fresh) {
    const next = typeof node === "string" ? document.createTextNode(node) : node;
    const key = next.dataset?.key;
    const same = key ? byKey.get(key) : place;
    const known = same && alike(same, next) ? same : null;
    if (known) {
      if (known !== place) parent.insertBefore(known, place);
      else place = place.nextSibling;
      update(known, next);
    } else {
      parent.insertBefore(next, place);
    }
  }
  while (place) {
    const rest = place.nextSibling;
    place.remove();
    place = rest;
  }
}

function alike(old, next) {
  return old.nodeName === next.nodeName && old.dataset?.key === next.dataset?.key;
}

function update(old, next) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (name !== "open" && name !== "style" && !next.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (name !== "style" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.style.cssText !== next.style.cssText) old.style.cssText = next.style.cssText;
  replaceContent(old, ...next.childNodes);
}
