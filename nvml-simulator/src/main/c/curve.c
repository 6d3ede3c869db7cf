// SPDX-License-Identifier: Apache-2.0
#include "curve.h"

#include <math.h>

static double clamp(double value, double min, double max)
{
    return value < min ? min : value > max ? max : value;
}

/* --- the shapes, without the idle window --- */

static int series_index(const struct curve *c, double t)
{
    double step = floor(t / c->span);
    if (c->repeat)
        return (int)fmod(step, c->count);
    return step >= c->count ? c->count - 1 : (int)step;
}

static double shape_value(const struct curve *c, double t)
{
    switch (c->kind) {
    case CURVE_CONSTANT: return c->high;
    case CURVE_RAMP: return c->low + (c->high - c->low) * clamp((t - c->start) / c->span, 0, 1);
    case CURVE_WAVE: return (c->low + c->high) / 2 + (c->high - c->low) / 2 * sin(2 * M_PI * (t + c->phase) / c->start);
    case CURVE_BURST: return fmod(t, c->span) < c->phase ? c->high : c->low;
    case CURVE_SERIES: return c->values[series_index(c, t)];
    }
    return 0;
}

static double ramp_integral(const struct curve *c, double t)
{
    double rising = clamp(t - c->start, 0, c->span);
    double before = fmin(t, c->start), after = fmax(0, t - c->start - c->span);
    return c->low * before + (c->low + (c->high - c->low) * rising / c->span / 2) * rising + c->high * after;
}

static double wave_integral(const struct curve *c, double t)
{
    double turn = 2 * M_PI / c->start;
    return (c->low + c->high) / 2 * t + (c->high - c->low) / 2 / turn * (cos(turn * c->phase) - cos(turn * (t + c->phase)));
}

static double burst_integral(const struct curve *c, double t)
{
    double high = floor(t / c->span) * c->phase + fmin(fmod(t, c->span), c->phase);
    return c->low * (t - high) + c->high * high;
}

static double series_integral(const struct curve *c, double t)
{
    double length = c->span * c->count;
    double rounds = c->repeat ? floor(t / length) : 0;
    double rest = t - rounds * length;
    if (rest >= length)
        return (c->sums[c->count]) * c->span + (rest - length) * c->values[c->count - 1];
    /* What is left of a round may round up to the whole of it. */
    int index = (int)fmin(rest / c->span, c->count - 1);
    return (rounds * c->sums[c->count] + c->sums[index]) * c->span + (rest - index * c->span) * c->values[index];
}

static double shape_integral(const struct curve *c, double t)
{
    switch (c->kind) {
    case CURVE_CONSTANT: return c->high * t;
    case CURVE_RAMP: return ramp_integral(c, t);
    case CURVE_WAVE: return wave_integral(c, t);
    case CURVE_BURST: return burst_integral(c, t);
    case CURVE_SERIES: return series_integral(c, t);
    }
    return 0;
}

/* Seconds of [0, t] in which a repeating window is open that opens at `opens` + n × period for `width`. */
static double open_time(double opens, double width, double period, double t)
{
    double a = -opens, b = t - opens;
    double until_a = floor(a / period) * width + fmin(a - floor(a / period) * period, width);
    double until_b = floor(b / period) * width + fmin(b - floor(b / period) * period, width);
    return until_b - until_a;
}

static double wave_above(const struct curve *c, double threshold, double t)
{
    double half = (c->high - c->low) / 2;
    double level = half > 0 ? (threshold - (c->low + c->high) / 2) / half : (c->high >= threshold ? -1 : 2);
    if (level > 1)
        return 0;
    if (level <= -1)
        return t;
    double angle = asin(level), period = c->start;
    return open_time(angle / (2 * M_PI) * period - c->phase, (M_PI - 2 * angle) / (2 * M_PI) * period, period, t);
}

static double ramp_above(const struct curve *c, double threshold, double t)
{
    double before = c->low >= threshold ? fmin(t, c->start) : 0;
    double after = c->high >= threshold ? fmax(0, t - c->start - c->span) : 0;
    double rising = clamp(t - c->start, 0, c->span);
    if (c->low == c->high)
        return before + after + (c->low >= threshold ? rising : 0);
    double crossing = clamp((threshold - c->low) / (c->high - c->low) * c->span, 0, c->span);
    return before + after + (c->high > c->low ? fmax(0, rising - crossing) : fmin(rising, crossing));
}

static double series_above(const struct curve *c, double threshold, double t)
{
    double length = c->span * c->count, whole = 0, part = 0;
    double rounds = c->repeat ? floor(t / length) : 0;
    double rest = t - rounds * length;
    for (int i = 0; i < c->count; i++)
        if (c->values[i] >= threshold) {
            whole += c->span;
            part += clamp(rest - i * c->span, 0, c->span);
        }
    if (rest > length && c->values[c->count - 1] >= threshold)
        part += rest - length;
    return rounds * whole + part;
}

static double shape_above(const struct curve *c, double threshold, double t)
{
    switch (c->kind) {
    case CURVE_CONSTANT: return c->high >= threshold ? t : 0;
    case CURVE_RAMP: return ramp_above(c, threshold, t);
    case CURVE_WAVE: return wave_above(c, threshold, t);
    case CURVE_BURST: {
        double high = open_time(0, c->phase, c->span, t);
        return (c->high >= threshold ? high : 0) + (c->low >= threshold ? t - high : 0);
    }
    case CURVE_SERIES: return series_above(c, threshold, t);
    }
    return 0;
}

/* --- with the idle window --- */

static bool idle_at(const struct curve *c, double t)
{
    return t >= c->idle_from && t < c->idle_until;
}

double curve_value(const struct curve *c, double t)
{
    return idle_at(c, t) ? 0 : shape_value(c, t);
}

double curve_integral(const struct curve *c, double t)
{
    double total = shape_integral(c, t);
    if (t > c->idle_from)
        total -= shape_integral(c, fmin(t, c->idle_until)) - shape_integral(c, c->idle_from);
    return total;
}

double curve_time_above(const struct curve *c, double threshold, double t)
{
    double total = shape_above(c, threshold, t);
    if (t > c->idle_from) {
        double end = fmin(t, c->idle_until);
        total -= shape_above(c, threshold, end) - shape_above(c, threshold, c->idle_from);
        total += threshold <= 0 ? end - c->idle_from : 0;
    }
    return total;
}

double curve_peak(const struct curve *c)
{
    if (c->kind != CURVE_SERIES)
        return fmax(c->high, c->kind == CURVE_CONSTANT ? c->high : c->low);
    double peak = c->values[0];
    for (int i = 1; i < c->count; i++)
        peak = fmax(peak, c->values[i]);
    return peak;
}

double curve_peak_between(const struct curve *c, double from, double to)
{
    double ends = fmax(curve_value(c, from), curve_value(c, to));
    if (c->kind == CURVE_CONSTANT || c->kind == CURVE_RAMP)
        return ends;
    if (c->kind == CURVE_BURST || c->kind == CURVE_WAVE) {
        double period = c->kind == CURVE_BURST ? c->span : c->start;
        return to - from >= period ? c->high : ends;
    }
    double peak = ends;
    for (double t = from; t < to && t < from + c->span * c->count; t += c->span)
        peak = fmax(peak, curve_value(c, t));
    return peak;
}
