// SPDX-License-Identifier: Apache-2.0
#include "handle.h"

/* Within 47 bits, as addresses of a process are: magic 6, kind 3, device 12, instance 5, compute 3, generation 16, zeros 2. */
enum { MAGIC = 0x25, GENERATION_AT = 2, COMPUTE_AT = 18, INSTANCE_AT = 21, DEVICE_AT = 26, KIND_AT = 38, MAGIC_AT = 41 };

static uint64_t bits(uint64_t value, int at, int width)
{
    return value >> at & ((UINT64_C(1) << width) - 1);
}

uint64_t handle_pack(struct handle h)
{
    return (uint64_t)MAGIC << MAGIC_AT | (uint64_t)h.kind << KIND_AT | (uint64_t)h.device << DEVICE_AT |
           (uint64_t)h.instance << INSTANCE_AT | (uint64_t)h.compute << COMPUTE_AT |
           (uint64_t)(h.generation & 0xffff) << GENERATION_AT;
}

bool handle_unpack(uint64_t value, struct handle *handle)
{
    handle->kind = (enum handle_kind)bits(value, KIND_AT, 3);
    handle->device = (unsigned)bits(value, DEVICE_AT, 12);
    handle->instance = (unsigned)bits(value, INSTANCE_AT, 5);
    handle->compute = (unsigned)bits(value, COMPUTE_AT, 3);
    handle->generation = (unsigned)bits(value, GENERATION_AT, 16);
    return handle->kind && handle_pack(*handle) == value;
}
