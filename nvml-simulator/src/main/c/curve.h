// SPDX-License-Identifier: Apache-2.0
/* A quantity over time, t in seconds from the scenario's start, with its exact integral. Pure. */
#ifndef CURVE_H
#define CURVE_H

#include <stdbool.h>

enum curve_kind { CURVE_CONSTANT, CURVE_RAMP, CURVE_WAVE, CURVE_BURST, CURVE_SERIES };

struct curve {
    enum curve_kind kind;
    double low, high;          /* constant: high; ramp: from, to; wave: min, max; burst: low, high */
    double start, span, phase; /* ramp: start, over; wave: period, phase; burst: every (span), for (phase); series: every (span) */
    const double *values;      /* series */
    const double *sums;        /* series: sums[i] = values[0] + … + values[i-1], count + 1 of them */
    int count;
    bool repeat;
    double idle_from, idle_until; /* the curve is 0 in this window; both infinite: none */
};

double curve_value(const struct curve *curve, double t);
/* From 0 to t. */
double curve_integral(const struct curve *curve, double t);
/* Seconds in [0, t] in which the value is at least `threshold`. */
double curve_time_above(const struct curve *curve, double threshold, double t);
/* The greatest value the curve can take, at any time. */
double curve_peak(const struct curve *curve);
/* The greatest value in [from, to]; exact but for the crest of a wave, which counts whole from the first touch of the window on. */
double curve_peak_between(const struct curve *curve, double from, double to);

#endif
