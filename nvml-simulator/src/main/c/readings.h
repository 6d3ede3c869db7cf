// SPDX-License-Identifier: Apache-2.0
/* Quantities that follow from the load: power, temperature, clocks, memory. Pure, given the power limit in force. */
#ifndef READINGS_H
#define READINGS_H

#include "runtime.h"

/* A quantity as offset + factor × signal, which makes its integral exact. */
struct affine {
    double offset, factor;
    const struct signal *signal;
};

/* Power in W under a limit. Under an explicit curve whose peak is above the limit, what is above idle power shrinks to fit. */
struct affine power_of(const struct device *device, double limit);
/* Temperature in °C. */
struct affine temperature_of(const struct device *device, double limit);

double affine_value(const struct affine *quantity, double t);
double affine_mean(const struct affine *quantity, double t, double window);
double affine_integral(const struct affine *quantity, double t);
double affine_time_above(const struct affine *quantity, double threshold, double t);

/* Highest operating temperature, and where hardware slowdown and shutdown set in, °C; NaN when the catalogue knows neither form. */
double operating_temperature(const struct identity *id);
double slowdown_temperature(const struct identity *id);
double shutdown_temperature(const struct identity *id);

/* The counters at t, without what the file states for t = 0: energy in mJ, violations in ns. */
struct carry counters_at(const struct device *device, double limit, double t);
/* What the counters show: the file's figures for t = 0 and everything since, over reloads and changes of the limit. */
double energy_shown(const struct device *device, struct runtime *runtime, double t);            /* mJ */
double power_violation_shown(const struct device *device, struct runtime *runtime, double t);   /* ns */
double thermal_violation_shown(const struct device *device, struct runtime *runtime, double t); /* ns */
/* Integral of a channel, unbroken over reloads. */
double channel_integral(const struct device *device, enum channel channel, double t);

struct memory_use {
    double total, reserved, used; /* bytes; used: without reserved */
};
/* Of the whole GPU (instance -1) or of one GPU instance. */
struct memory_use memory_of(const struct device *device, int instance, const struct mig_profile *profile, const struct load *load,
                            double t);

bool process_runs(const struct process *process, double t);
double process_memory(const struct process *process, double t);

struct clocks {
    unsigned graphics, memory, video; /* MHz */
    int pstate;
    uint64_t reasons; /* nvmlClocksEventReason* */
};
struct clocks clocks_of(const struct device *device, struct runtime *runtime, double t);
/* Whether nothing runs on the GPU and no process holds it: it then sleeps as deep as it can. */
bool asleep(const struct device *device, double t);

/* A counter that events of a type raise by one. */
double events_until(const struct scenario *scenario, int device, uint64_t type, double t);

#endif
