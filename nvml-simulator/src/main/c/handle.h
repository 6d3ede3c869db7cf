// SPDX-License-Identifier: Apache-2.0
/* Handles are numbers that look like pointers, never addresses: a stale or foreign one is recognised without touching memory.
   They say what they stand for and in which session, or which creation of an instance, they were given out. */
#ifndef HANDLE_H
#define HANDLE_H

#include <stdbool.h>
#include <stdint.h>

enum handle_kind {
    HANDLE_GPU = 1,
    HANDLE_MIG,
    HANDLE_GPU_INSTANCE,
    HANDLE_COMPUTE_INSTANCE,
    HANDLE_EVENT_SET,
    HANDLE_SYSTEM_EVENT_SET,
    HANDLE_SAMPLE
};

struct handle {
    enum handle_kind kind;
    unsigned device;     /* device, or the slot of an event set or sample */
    unsigned instance;   /* GPU instance id */
    unsigned compute;    /* compute instance id */
    unsigned generation; /* 16 bits of it are kept */
};

#define HANDLE(pointer) ((uint64_t)(uintptr_t)(pointer))
#define POINTER(handle) ((void *)(uintptr_t)handle_pack(handle))

uint64_t handle_pack(struct handle handle);
/* False for anything that handle_pack does not make. */
bool handle_unpack(uint64_t value, struct handle *handle);

#endif
