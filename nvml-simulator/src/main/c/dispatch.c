// SPDX-License-Identifier: Apache-2.0
#include "dispatch.h"

#include "faults.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

static bool is_lost(const struct call *c, int ordinal)
{
    return c->scenario->loses_devices && fault_active(c->scenario, FAULT_LOST, ordinal, c->now.t);
}

static void set_device(struct call *c, int ordinal)
{
    c->ordinal = ordinal;
    c->device = &c->scenario->devices[ordinal];
    c->runtime = &runtimes[ordinal];
    mig_follow(c->world, ordinal, c->now.t);
}

static bool find_compute(struct call *c, const struct handle *h)
{
    for (c->compute = 0; c->compute < c->instance.compute_count; c->compute++)
        if (c->instance.compute[c->compute].id == (int)h->compute)
            return (c->instance.compute[c->compute].generation & 0xffff) == h->generation;
    return false;
}

/* The instance a handle stands for, as it was when the handle was given out. */
static bool find_instance(struct call *c, const struct handle *h)
{
    c->compute = -1;
    if (!mig_find(c->runtime, h->instance, &c->instance))
        return false;
    if (h->kind == HANDLE_GPU_INSTANCE)
        return (c->instance.generation & 0xffff) == h->generation;
    return find_compute(c, h);
}

static bool fits_subject(enum handle_kind kind, enum subject subject)
{
    switch (subject) {
    case SUBJECT_DEVICE: return kind == HANDLE_GPU || kind == HANDLE_MIG;
    case SUBJECT_GPU_INSTANCE: return kind == HANDLE_GPU_INSTANCE;
    case SUBJECT_COMPUTE_INSTANCE: return kind == HANDLE_COMPUTE_INSTANCE;
    case SUBJECT_NONE: break;
    }
    return false;
}

static bool enumerated(const struct call *c, unsigned device)
{
    return device < (unsigned)c->scenario->device_count && c->world->session.index_of[device] >= 0;
}

static nvmlReturn_t resolve(struct call *c, uint64_t value)
{
    struct handle h;
    c->ordinal = NO_DEVICE;
    if (functions[c->fn].subject == SUBJECT_NONE)
        return NVML_SUCCESS;
    REQUIRE(handle_unpack(value, &h) && fits_subject(h.kind, functions[c->fn].subject) && enumerated(c, h.device));
    c->kind = h.kind;
    c->compute = -1;
    set_device(c, (int)h.device);
    if (h.kind == HANDLE_GPU)
        REQUIRE(h.generation == (c->world->session.number & 0xffff));
    else
        REQUIRE(find_instance(c, &h));
    return is_lost(c, c->ordinal) ? NVML_ERROR_GPU_IS_LOST : NVML_SUCCESS;
}

nvmlReturn_t call_refresh(struct call *c)
{
    unsigned session = c->world->session.number;
    call_end(c);
    c->world = world_acquire(&c->now);
    if (!c->world || c->world->session.number != session)
        return NVML_ERROR_UNINITIALIZED;
    c->scenario = c->world->scenario;
    return NVML_SUCCESS;
}

/* Waits, holding no lock, until no fault hangs the call any more; then the call goes on in the world as it is. */
static nvmlReturn_t wait_out_hang(struct call *c, int ordinal)
{
    do {
        sleep_seconds(0.01);
        RETURN_UNLESS_GOOD(call_refresh(c));
    } while (fault_hangs(c->scenario, c->fn, ordinal, c->now.t));
    return NVML_SUCCESS;
}

static nvmlReturn_t meet_faults(struct call *c, int ordinal, bool named, bool *hung)
{
    struct effect effect = faults_of(c->scenario, c->fn, ordinal, named, c->now.t);
    if (effect.delay > 0 && !c->scenario->clock.stepped)
        sleep_seconds(effect.delay);
    *hung = effect.hang;
    if (effect.hang)
        RETURN_UNLESS_GOOD(wait_out_hang(c, ordinal));
    return effect.result;
}

static nvmlReturn_t check_rights(const struct call *c)
{
    const struct function_row *row = &functions[c->fn];
    if (c->ordinal != NO_DEVICE && c->kind == HANDLE_MIG)
        SUPPORTED_IF(row->mig_handle);
    if (c->ordinal != NO_DEVICE)
        SUPPORTED_IF(c->device->id.model->architecture >= row->oldest);
    return row->rights == RIGHTS_ROOT && geteuid() != 0 ? NVML_ERROR_NO_PERMISSION : NVML_SUCCESS;
}

nvmlReturn_t call_begin(struct call *c, enum function fn, uint64_t handle)
{
    c->fn = fn;
    c->world = world_acquire(&c->now);
    if (!c->world)
        return NVML_ERROR_UNINITIALIZED;
    c->scenario = c->world->scenario;
    if (in_set(&c->scenario->hidden, fn))
        return NVML_ERROR_FUNCTION_NOT_FOUND;
    RETURN_UNLESS_GOOD(resolve(c, handle));
    if (in_set(&c->scenario->faulty, fn)) {
        bool hung;
        RETURN_UNLESS_GOOD(meet_faults(c, c->ordinal, false, &hung));
        if (hung)
            RETURN_UNLESS_GOOD(resolve(c, handle));
    }
    return check_rights(c);
}

void call_end(struct call *c)
{
    if (c->world)
        world_release(c->world);
    c->world = NULL;
}

nvmlReturn_t call_unsupported(enum function fn, uint64_t handle)
{
    struct call c;
    nvmlReturn_t result = call_begin(&c, fn, handle);
    call_end(&c);
    return result == NVML_SUCCESS ? NVML_ERROR_NOT_SUPPORTED : result;
}

nvmlReturn_t call_meets(struct call *c, int ordinal)
{
    bool hung;
    if (is_lost(c, ordinal))
        return NVML_ERROR_GPU_IS_LOST;
    if (in_set(&c->scenario->faulty, c->fn)) {
        RETURN_UNLESS_GOOD(meet_faults(c, ordinal, true, &hung));
        if (hung && c->ordinal != NO_DEVICE)
            set_device(c, c->ordinal);
    }
    mig_follow(c->world, ordinal, c->now.t);
    return NVML_SUCCESS;
}

nvmlReturn_t call_other(struct call *c, nvmlDevice_t handle, int *ordinal)
{
    struct handle h;
    REQUIRE(handle_unpack(HANDLE(handle), &h) && h.kind == HANDLE_GPU && enumerated(c, h.device));
    REQUIRE(h.generation == (c->world->session.number & 0xffff));
    *ordinal = (int)h.device;
    return call_meets(c, *ordinal);
}

nvmlDevice_t gpu_handle(const struct call *c, int ordinal)
{
    return POINTER(((struct handle){HANDLE_GPU, (unsigned)ordinal, 0, 0, c->world->session.number}));
}

nvmlDevice_t mig_handle(int ordinal, const struct mig_instance *instance, int compute)
{
    const struct mig_compute *it = &instance->compute[compute];
    return POINTER(((struct handle){HANDLE_MIG, (unsigned)ordinal, (unsigned)instance->id, (unsigned)it->id, it->generation}));
}

nvmlGpuInstance_t gpu_instance_handle(int ordinal, const struct mig_instance *instance)
{
    return POINTER(((struct handle){HANDLE_GPU_INSTANCE, (unsigned)ordinal, (unsigned)instance->id, 0, instance->generation}));
}

nvmlComputeInstance_t compute_instance_handle(int ordinal, const struct mig_instance *instance, int compute)
{
    const struct mig_compute *it = &instance->compute[compute];
    return POINTER(
        ((struct handle){HANDLE_COMPUTE_INSTANCE, (unsigned)ordinal, (unsigned)instance->id, (unsigned)it->id, it->generation}));
}

bool driver_has(const struct call *c, unsigned branch)
{
    return c->scenario->driver.symbols >= (int)branch;
}

nvmlReturn_t check_version(const struct call *c, unsigned given, unsigned version, unsigned since)
{
    return given == version && driver_has(c, since) ? NVML_SUCCESS : NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
}

nvmlReturn_t copy_text(char *out, unsigned length, const char *text)
{
    REQUIRE(out);
    SUPPORTED_IF(text);
    size_t size = strlen(text) + 1;
    if (size > length)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    memcpy(out, text, size);
    return NVML_SUCCESS;
}

nvmlReturn_t known(long long value, unsigned *out)
{
    REQUIRE(out);
    SUPPORTED_IF(value != UNKNOWN);
    *out = (unsigned)value;
    return NVML_SUCCESS;
}

nvmlReturn_t known_mw(double watts, unsigned *out)
{
    REQUIRE(out);
    SUPPORTED_IF(!isnan(watts));
    *out = (unsigned)lround(watts * 1e3);
    return NVML_SUCCESS;
}
