// SPDX-License-Identifier: Apache-2.0
/* A channel of a device: a weighted sum of curves, each with its own life time, held at a cap. Pure. */
#ifndef SIGNAL_H
#define SIGNAL_H

#include "arena.h"
#include "curve.h"

struct term {
    const struct curve *curve;
    double weight;
    double from, until; /* seconds; the term counts only between them */
};

/* Between two ends of life times the same terms are alive; they share what there is by one factor. */
struct segment {
    double start;
    double scale;
    double integral; /* of the signal up to `start` */
};

/* Zeroed: a signal that is always 0. */
struct signal {
    const struct term *terms;
    int term_count;
    const struct segment *segments;
    int segment_count;
};

/* When the peaks of the terms alive together would exceed `cap`, all of them are scaled down so that the peak is the cap:
   with this the integral stays exact, and the parts add up to the whole at any time. */
struct signal signal_of(struct arena *arena, const struct term *terms, int count, double cap);
/* The same shape, `factor` times as high. */
struct signal signal_scaled(struct arena *arena, const struct signal *signal, double factor);

double signal_value(const struct signal *signal, double t);
/* From 0 to t. */
double signal_integral(const struct signal *signal, double t);
/* One term's share of the value, and of the integral. */
double signal_share(const struct signal *signal, int term, double t);
double signal_share_integral(const struct signal *signal, int term, double t);
/* Seconds in [0, t] at or above the threshold. Where several curves vary at once it counts only what their constant parts prove. */
double signal_time_above(const struct signal *signal, double threshold, double t);
/* Mean over the `window` seconds before t (over [0, t] when t is less; the value at t when there is no time to average over). */
double signal_mean(const struct signal *signal, double t, double window);

#endif
