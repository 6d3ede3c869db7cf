// SPDX-License-Identifier: Apache-2.0
/* The driver as the process sees it: loaded by the first init, gone after the last shutdown, its file watched meanwhile. */
#ifndef SESSION_H
#define SESSION_H

#include "clock.h"
#include "nvml_abi.h"

/* What one init found. */
struct session {
    unsigned number; /* of the init from zero references; part of every handle */
    double at;       /* t of that init */
    unsigned flags;
    int count;
    int device_of[MAX_DEVICES]; /* NVML index -> device */
    int index_of[MAX_DEVICES];  /* device -> NVML index, -1: not enumerated */
};

/* What a call works with from beginning to end, whatever happens to the file meanwhile. */
struct world {
    atomic_int references;
    unsigned serial; /* grows with every load of a file */
    struct scenario *scenario;
    struct session session;
};

nvmlReturn_t session_start(enum function fn, unsigned flags);
nvmlReturn_t session_end(void);

/* NULL when the library is not initialised. Looks at the file when it is time to. */
struct world *world_acquire(struct instant *now);
void world_release(struct world *world);

#endif
