// SPDX-License-Identifier: Apache-2.0
// Numbers and times as people read them. Absent is a dash, never zero.

export const DASH = "–";

/** What `use.state` may be, in the order in which it is counted. */
export const USES = ["active", "idle", "unknown", "free"];

const GIB = 1024 ** 3;

const digits = (most) => new Intl.NumberFormat("en", { maximumFractionDigits: most });
const whole = digits(0);
const tenth = digits(1);

export const known = (value) => value !== null && value !== undefined;
export const percent = (value) => (known(value) ? `${whole.format(value)} %` : DASH);
export const watts = (milliwatts) => (known(milliwatts) ? `${whole.format(milliwatts / 1000)} W` : DASH);
export const kilowatts = (milliwatts) =>
  !known(milliwatts) ? DASH : milliwatts < 1e6 ? watts(milliwatts) : `${tenth.format(milliwatts / 1e6)} kW`;
export const gib = (bytes) => (known(bytes) ? `${tenth.format(bytes / GIB)} GiB` : DASH);
export const celsius = (value) => (known(value) ? `${whole.format(value)} °C` : DASH);
export const megahertz = (value) => (known(value) ? `${whole.format(value)} MHz` : DASH);
export const count = (value) => (known(value) ? whole.format(value) : DASH);

/** "12 s", "4 min", "3 h 20 min", "5 d 2 h". */
export function duration(seconds) {
  if (!known(seconds)) return DASH;
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) return pair(Math.floor(s / 3600), "h", Math.floor((s % 3600) / 60), "min");
  return pair(Math.floor(s / 86400), "d", Math.floor((s % 86400) / 3600), "h");
}

const pair = (big, bigUnit, small, smallUnit) => `${big} ${bigUnit}${small ? ` ${small} ${smallUnit}` : ""}`;

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** The time of day here, with the day when it is another one than `now`. */
export function time(instant, now) {
  const at = new Date(instant);
  return at.toDateString() === new Date(now).toDateString() ? clock.format(at) : dayAndClock.format(at);
}

export const secondsBetween = (from, to) => (new Date(to) - new Date(from)) / 1000;

/** `used_by_another_pod` as words. */
export const words = (name) => (known(name) ? name.replaceAll("_", " ").toLowerCase() : DASH);
