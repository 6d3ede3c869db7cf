// SPDX-License-Identifier: Apache-2.0
#include "mig.h"

#include "scenario_parts.h"

#include <stdlib.h>
#include <string.h>

/* Generations of instances; one value is never used twice in a process's life, up to the width of a handle. */
static atomic_uint generations = 1;

static unsigned next_generation(void)
{
    return atomic_fetch_add(&generations, 1);
}

static int layout_at(const struct device *device, double t)
{
    int index = -1;
    for (int i = 0; i < device->play.layout_count && device->play.layouts[i].from <= t; i++)
        index = i;
    return index;
}

static struct mig_instance *instance_of(struct mig_state *state, unsigned id)
{
    for (int i = 0; i < state->count; i++)
        if (state->instances[i].id == (int)id)
            return &state->instances[i];
    return NULL;
}

/* An instance that was there before, unchanged, keeps its handles. */
static void keep_generations(const struct mig_state *old, struct mig_instance *fresh)
{
    const struct mig_instance *before = instance_of((struct mig_state *)old, (unsigned)fresh->id);
    bool same = before && before->profile == fresh->profile && before->start == fresh->start;
    fresh->generation = same ? before->generation : next_generation();
    for (int c = 0; c < fresh->compute_count; c++) {
        struct mig_compute *compute = &fresh->compute[c];
        bool kept = same && c < before->compute_count && before->compute[c].slices == compute->slices &&
                    !strcmp(before->compute[c].uuid, compute->uuid);
        compute->generation = kept ? before->compute[c].generation : next_generation();
        compute->compute_mode = kept ? before->compute[c].compute_mode : NVML_COMPUTEMODE_DEFAULT;
    }
}

static struct mig_instance instance_from(const struct instance_spec *spec)
{
    struct mig_instance made = {
        .id = spec->id, .profile = spec->profile, .start = spec->start, .compute_count = spec->compute_count};
    for (int c = 0, start = 0; c < spec->compute_count; start += spec->compute[c++].slices) {
        made.compute[c] = (struct mig_compute){.id = c, .slices = spec->compute[c].slices, .start = start};
        snprintf(made.compute[c].uuid, UUID_SIZE, "%s", spec->compute[c].uuid);
    }
    return made;
}

static void take_layout(struct mig_state *state, const struct mig_layout *layout)
{
    struct mig_state old = *state;
    *state = (struct mig_state){
        .content = layout->content, .enabled = layout->enabled, .pending = layout->pending, .count = layout->count};
    for (int i = 0; i < layout->count; i++) {
        state->instances[i] = instance_from(&layout->instances[i]);
        keep_generations(&old, &state->instances[i]);
    }
}

void mig_follow(const struct world *world, int device, double t)
{
    const struct device *d = &world->scenario->devices[device];
    struct runtime *r = &runtimes[device];
    if (!d->id.model->mig_capable)
        return;
    int index = layout_at(d, t);
    uint64_t seen = (uint64_t)world->serial << 16 | (uint64_t)(index + 1);
    if (atomic_load_explicit(&r->mig_seen, memory_order_acquire) >= seen)
        return;
    static const struct mig_layout none;
    const struct mig_layout *layout = index < 0 ? &none : &d->play.layouts[index];
    pthread_mutex_lock(&r->lock);
    if (atomic_load(&r->mig_seen) < seen) {
        if (layout->content != r->mig.content)
            take_layout(&r->mig, layout);
        atomic_store(&r->mig_enabled, r->mig.enabled);
        atomic_store_explicit(&r->mig_seen, seen, memory_order_release);
    }
    pthread_mutex_unlock(&r->lock);
}

void mig_copy(struct runtime *runtime, struct mig_state *copy)
{
    pthread_mutex_lock(&runtime->lock);
    *copy = runtime->mig;
    pthread_mutex_unlock(&runtime->lock);
}

bool mig_find(struct runtime *runtime, unsigned id, struct mig_instance *copy)
{
    pthread_mutex_lock(&runtime->lock);
    const struct mig_instance *found = instance_of(&runtime->mig, id);
    if (found)
        *copy = *found;
    pthread_mutex_unlock(&runtime->lock);
    return found;
}

const struct instance_spec *mig_spec(const struct device *device, const struct mig_instance *instance, double t)
{
    int index = layout_at(device, t);
    if (index < 0)
        return NULL;
    const struct mig_layout *layout = &device->play.layouts[index];
    for (int i = 0; i < layout->count; i++)
        if (layout->instances[i].id == instance->id && layout->instances[i].profile == instance->profile &&
            layout->instances[i].start == instance->start)
            return &layout->instances[i];
    return NULL;
}

int mig_places(const struct mig_state *state, struct placed *places)
{
    for (int i = 0; i < state->count; i++)
        places[i] = (struct placed){state->instances[i].profile, state->instances[i].start};
    return state->count;
}

static int by_id(const void *a, const void *b)
{
    return ((const struct mig_instance *)a)->id - ((const struct mig_instance *)b)->id;
}

static int by_compute_id(const void *a, const void *b)
{
    return ((const struct mig_compute *)a)->id - ((const struct mig_compute *)b)->id;
}

static nvmlReturn_t add_instance(const struct device *device, struct mig_state *state, int profile, int start,
                                 struct mig_instance *made)
{
    struct placed places[MAX_GPU_INSTANCES];
    const struct model *model = device->id.model;
    int count = mig_places(state, places);
    if (!state->enabled)
        return NVML_ERROR_NOT_SUPPORTED;
    if (start < 0)
        start = mig_free_start(model, profile, places, count);
    if (start < 0 || count == MAX_GPU_INSTANCES || !mig_can_place(model, profile, start, places, count))
        return NVML_ERROR_INSUFFICIENT_RESOURCES;
    int id = mig_natural_id(model, profile, start);
    while (instance_of(state, (unsigned)id))
        id = (id + 1) % MAX_GPU_INSTANCES;
    *made = (struct mig_instance){.id = id, .profile = profile, .start = start, .generation = next_generation()};
    state->instances[state->count++] = *made;
    qsort(state->instances, (size_t)state->count, sizeof *state->instances, by_id);
    return NVML_SUCCESS;
}

nvmlReturn_t mig_create(const struct device *device, struct runtime *runtime, int profile, int start, struct mig_instance *made)
{
    pthread_mutex_lock(&runtime->lock);
    nvmlReturn_t result = add_instance(device, &runtime->mig, profile, start, made);
    pthread_mutex_unlock(&runtime->lock);
    return result;
}

nvmlReturn_t mig_destroy(struct runtime *runtime, unsigned id)
{
    pthread_mutex_lock(&runtime->lock);
    struct mig_state *state = &runtime->mig;
    struct mig_instance *gone = instance_of(state, id);
    nvmlReturn_t result = !gone ? NVML_ERROR_INVALID_ARGUMENT : gone->compute_count ? NVML_ERROR_IN_USE : NVML_SUCCESS;
    if (result == NVML_SUCCESS) {
        memmove(gone, gone + 1, (size_t)(&state->instances[state->count] - (gone + 1)) * sizeof *gone);
        state->count--;
    }
    pthread_mutex_unlock(&runtime->lock);
    return result;
}

int mig_compute_start(const struct model *model, const struct mig_instance *instance, int slices)
{
    int total = (int)model->profiles[instance->profile].slices;
    for (int start = 0; start + slices <= total; start++) {
        bool is_free = true;
        for (int c = 0; c < instance->compute_count; c++)
            is_free &=
                start >= instance->compute[c].start + instance->compute[c].slices || instance->compute[c].start >= start + slices;
        if (is_free)
            return start;
    }
    return -1;
}

static int unused_compute_id(const struct mig_instance *instance)
{
    for (int id = 0;; id++) {
        bool used = false;
        for (int c = 0; c < instance->compute_count; c++)
            used |= instance->compute[c].id == id;
        if (!used)
            return id;
    }
}

static bool compute_fits(const struct model *model, const struct mig_instance *instance, int slices, int start)
{
    struct mig_instance probe = *instance;
    if (start < 0 || start + slices > model->profiles[instance->profile].slices || instance->compute_count == MAX_COMPUTE_INSTANCES)
        return false;
    for (int c = 0; c < probe.compute_count; c++)
        if (start < probe.compute[c].start + probe.compute[c].slices && probe.compute[c].start < start + slices)
            return false;
    return true;
}

static nvmlReturn_t add_compute(const struct device *device, struct mig_instance *instance, int slices, int start, int *made)
{
    if (!instance)
        return NVML_ERROR_INVALID_ARGUMENT;
    if (start < 0)
        start = mig_compute_start(device->id.model, instance, slices);
    if (!compute_fits(device->id.model, instance, slices, start))
        return NVML_ERROR_INSUFFICIENT_RESOURCES;
    struct mig_compute *compute = &instance->compute[instance->compute_count];
    *compute =
        (struct mig_compute){.id = unused_compute_id(instance), .slices = slices, .start = start, .generation = next_generation()};
    derived_uuid(compute->uuid, "MIG", device->id.uuid, (unsigned)instance->id, (unsigned)compute->id, compute->generation + 1000);
    *made = compute->id;
    instance->compute_count++;
    qsort(instance->compute, (size_t)instance->compute_count, sizeof *compute, by_compute_id);
    return NVML_SUCCESS;
}

nvmlReturn_t mig_create_compute(const struct device *device, struct runtime *runtime, unsigned id, int slices, int start, int *made)
{
    pthread_mutex_lock(&runtime->lock);
    nvmlReturn_t result = add_compute(device, instance_of(&runtime->mig, id), slices, start, made);
    pthread_mutex_unlock(&runtime->lock);
    return result;
}

static struct mig_compute *compute_of(struct runtime *runtime, unsigned id, unsigned compute, struct mig_instance **instance)
{
    *instance = instance_of(&runtime->mig, id);
    for (int c = 0; *instance && c < (*instance)->compute_count; c++)
        if ((*instance)->compute[c].id == (int)compute)
            return &(*instance)->compute[c];
    return NULL;
}

nvmlReturn_t mig_destroy_compute(struct runtime *runtime, unsigned id, unsigned compute)
{
    struct mig_instance *instance;
    pthread_mutex_lock(&runtime->lock);
    struct mig_compute *gone = compute_of(runtime, id, compute, &instance);
    if (gone) {
        memmove(gone, gone + 1, (size_t)(&instance->compute[instance->compute_count] - (gone + 1)) * sizeof *gone);
        instance->compute_count--;
    }
    pthread_mutex_unlock(&runtime->lock);
    return gone ? NVML_SUCCESS : NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t mig_set_mode(struct runtime *runtime, bool enabled, bool at_once)
{
    nvmlReturn_t result = NVML_SUCCESS;
    pthread_mutex_lock(&runtime->lock);
    struct mig_state *state = &runtime->mig;
    state->pending = enabled;
    if (!at_once || (!enabled && state->count))
        result = NVML_ERROR_IN_USE;
    else
        state->enabled = enabled;
    atomic_store(&runtime->mig_enabled, state->enabled);
    pthread_mutex_unlock(&runtime->lock);
    return result;
}

void mig_set_compute_mode(struct runtime *runtime, unsigned id, unsigned compute, int mode)
{
    struct mig_instance *instance;
    pthread_mutex_lock(&runtime->lock);
    struct mig_compute *found = compute_of(runtime, id, compute, &instance);
    if (found)
        found->compute_mode = mode;
    pthread_mutex_unlock(&runtime->lock);
}
