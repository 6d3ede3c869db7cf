// SPDX-License-Identifier: Apache-2.0
/* What clients change: settings and MIG instances, one set for each device, kept for the life of the process. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include "scenario.h"

#include <pthread.h>

struct mig_compute {
    int id, slices, start;
    unsigned generation; /* part of its handles: a destroyed instance never comes back under the same one */
    int compute_mode;
    char uuid[UUID_SIZE];
};

struct mig_instance {
    int id, profile, start;
    unsigned generation;
    int compute_count;
    struct mig_compute compute[MAX_COMPUTE_INSTANCES];
};

/* The instances there are: the scenario's layout, and on top what clients created and destroyed. */
struct mig_state {
    uint64_t content; /* of the layout it was taken from */
    bool enabled, pending;
    int count; /* sorted by id */
    struct mig_instance instances[MAX_GPU_INSTANCES];
};

/* What the counters gathered under earlier power limits, beyond what they would have under this one. */
struct limit_carry {
    double energy, power_violation, thermal_violation; /* mJ, ns, ns */
};

/* Something that happened because of a call rather than the scenario. */
struct note {
    double at;
    uint64_t type;
};

enum { MAX_NOTES = 32 };

struct runtime {
    pthread_mutex_t lock; /* of everything below that is not atomic */
    char uuid[UUID_SIZE]; /* of the device it belongs to */
    atomic_int compute_mode, persistence, ecc_pending, accounting;
    atomic_uint locked_min, locked_max, memory_locked_min, memory_locked_max; /* MHz, 0: not locked */
    atomic_uint app_graphics, app_memory;                                     /* MHz, 0: default */
    atomic_uint link_threshold;                                               /* of NVLink low power, 0: never set */
    atomic_int drained, clocks_for_all;
    /* The power limit, and what energy and violation times owe to the limits before it. */
    double limit; /* W */
    struct limit_carry limit_carry;
    /* Counters are told from these on. */
    double ecc_cleared[2][2]; /* corrected or not, volatile or aggregate */
    bool link_errors_cleared[MAX_LINKS];
    double accounting_since, accounting_cleared; /* t */
    _Atomic uint64_t mig_seen;                   /* which layout of which scenario the MIG state follows */
    atomic_bool mig_enabled;
    struct mig_state mig;
    unsigned notes_count; /* ever made; the last MAX_NOTES are kept */
    struct note notes[MAX_NOTES];
};

extern struct runtime runtimes[MAX_DEVICES];

/* Notes that something happened, for the event sets. */
void runtime_note(struct runtime *runtime, double at, uint64_t type);
/* Gives every device of the scenario its settings, the scenario's own where the device is another than before. */
void runtime_start(const struct scenario *scenario);
/* The power limit in W; NaN: unknown. */
double runtime_limit(struct runtime *runtime);
/* With what the counters owe to earlier limits. */
double runtime_limit_and_carry(struct runtime *runtime, struct limit_carry *carry);

#endif
