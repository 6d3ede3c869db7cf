// SPDX-License-Identifier: Apache-2.0
/* MIG mode, MIG devices, GPU instances. */
#include "nvml_calls.h"

#include <stdio.h>
#include <string.h>

static const struct model *model_of(const struct call *c)
{
    return c->device->id.model;
}

API(nvmlDeviceGetMigMode)(struct call *c, unsigned int *currentMode, unsigned int *pendingMode)
{
    struct mig_state state;
    REQUIRE(currentMode && pendingMode);
    SUPPORTED_IF(model_of(c)->mig_capable);
    mig_copy(c->runtime, &state);
    *currentMode = state.enabled ? NVML_DEVICE_MIG_ENABLE : NVML_DEVICE_MIG_DISABLE;
    *pendingMode = state.pending ? NVML_DEVICE_MIG_ENABLE : NVML_DEVICE_MIG_DISABLE;
    return NVML_SUCCESS;
}

/* At once on a GPU that nothing uses, else the mode waits for a reset. */
API(nvmlDeviceSetMigMode)(struct call *c, unsigned int mode, nvmlReturn_t *activationStatus)
{
    REQUIRE(activationStatus && mode <= NVML_DEVICE_MIG_ENABLE);
    SUPPORTED_IF(model_of(c)->mig_capable);
    bool free_of_processes = true;
    for (int i = 0; i < c->device->play.process_count; i++)
        free_of_processes &= !process_runs(&c->device->play.processes[i], c->now.t);
    *activationStatus = mig_set_mode(c->runtime, mode == NVML_DEVICE_MIG_ENABLE, free_of_processes);
    if (*activationStatus == NVML_SUCCESS)
        runtime_note(c->runtime, c->now.t, nvmlEventMigConfigChange);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetMaxMigDeviceCount)(struct call *c, unsigned int *count)
{
    return known(mig_on(c) ? model_of(c)->mig_max_devices : 0, count);
}

/* MIG devices count through the GPU instances by id, in each through the compute instances. */
API(nvmlDeviceGetMigDeviceHandleByIndex)(struct call *c, unsigned int index, nvmlDevice_t *migDevice)
{
    struct mig_state state;
    REQUIRE(migDevice);
    SUPPORTED_IF(model_of(c)->mig_capable);
    REQUIRE(index < model_of(c)->mig_max_devices);
    mig_copy(c->runtime, &state);
    for (int i = 0; mig_on(c) && i < state.count; i++) {
        if (index < (unsigned)state.instances[i].compute_count) {
            *migDevice = mig_handle(c->ordinal, &state.instances[i], (int)index);
            return NVML_SUCCESS;
        }
        index -= (unsigned)state.instances[i].compute_count;
    }
    return NVML_ERROR_NOT_FOUND;
}

API(nvmlDeviceIsMigDeviceHandle)(struct call *c, unsigned int *isMigDevice)
{
    return known(c->kind == HANDLE_MIG, isMigDevice);
}

API(nvmlDeviceGetDeviceHandleFromMigDeviceHandle)(struct call *c, nvmlDevice_t *device)
{
    REQUIRE(device && c->kind == HANDLE_MIG);
    *device = gpu_handle(c, c->ordinal);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetGpuInstanceId)(struct call *c, unsigned int *id)
{
    REQUIRE(id);
    SUPPORTED_IF(c->kind == HANDLE_MIG);
    return known(c->instance.id, id);
}

API(nvmlDeviceGetComputeInstanceId)(struct call *c, unsigned int *id)
{
    REQUIRE(id);
    SUPPORTED_IF(c->kind == HANDLE_MIG);
    return known(c->instance.compute[c->compute].id, id);
}

API(nvmlDeviceGetAttributes_v2)(struct call *c, nvmlDeviceAttributes_t *attributes)
{
    REQUIRE(attributes);
    SUPPORTED_IF(c->kind == HANDLE_MIG);
    const struct mig_profile *p = &model_of(c)->profiles[c->instance.profile];
    int slices = c->instance.compute[c->compute].slices;
    *attributes = (nvmlDeviceAttributes_t){.multiprocessorCount = or_zero(p->sm) * (unsigned)slices / (unsigned)p->slices,
                                           .sharedCopyEngineCount = or_zero(p->copy_engines),
                                           .sharedDecoderCount = or_zero(p->decoders),
                                           .sharedEncoderCount = or_zero(p->encoders),
                                           .sharedJpegCount = or_zero(p->jpeg),
                                           .sharedOfaCount = or_zero(p->ofa),
                                           .gpuInstanceSliceCount = (unsigned)p->slices,
                                           .computeInstanceSliceCount = (unsigned)slices,
                                           .memorySizeMB = or_zero(p->memory_mib)};
    return NVML_SUCCESS;
}

/* The older layout ends before the slice counts. */
API(nvmlDeviceGetAttributes)(struct call *c, nvmlDeviceAttributes_t *attributes)
{
    nvmlDeviceAttributes_t whole;
    REQUIRE(attributes);
    RETURN_UNLESS_GOOD(sim_nvmlDeviceGetAttributes_v2(c, &whole));
    memcpy((void *)attributes, &whole, offsetof(nvmlDeviceAttributes_t, gpuInstanceSliceCount));
    return NVML_SUCCESS;
}

API(nvmlDeviceGetGpuInstancePossiblePlacements_v2)(struct call *c, unsigned int profileId, nvmlGpuInstancePlacement_t *placements,
                                                   unsigned int *count)
{
    int profile;
    REQUIRE(count);
    RETURN_UNLESS_GOOD(mig_profile_by_id(model_of(c), profileId, &profile));
    SUPPORTED_IF(mig_on(c));
    const struct mig_profile *p = &model_of(c)->profiles[profile];
    unsigned room = placements ? *count : (unsigned)p->start_count;
    *count = (unsigned)p->start_count;
    if (room < *count)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    for (unsigned i = 0; placements && i < *count; i++)
        placements[i] = (nvmlGpuInstancePlacement_t){(unsigned)p->starts[i], (unsigned)p->size};
    return NVML_SUCCESS;
}

API(nvmlDeviceGetGpuInstancePossiblePlacements)(struct call *c, unsigned int profileId, nvmlGpuInstancePlacement_t *placements,
                                                unsigned int *count)
{
    return sim_nvmlDeviceGetGpuInstancePossiblePlacements_v2(c, profileId, placements, count);
}

API(nvmlDeviceGetGpuInstanceRemainingCapacity)(struct call *c, unsigned int profileId, unsigned int *count)
{
    struct mig_state state;
    struct placed places[MAX_GPU_INSTANCES];
    int profile;
    REQUIRE(count);
    RETURN_UNLESS_GOOD(mig_profile_by_id(model_of(c), profileId, &profile));
    SUPPORTED_IF(mig_on(c));
    mig_copy(c->runtime, &state);
    *count = (unsigned)mig_room(model_of(c), profile, places, mig_places(&state, places));
    return NVML_SUCCESS;
}

static nvmlReturn_t create(struct call *c, unsigned profile_id, int start, nvmlGpuInstance_t *made)
{
    struct mig_instance instance;
    int profile;
    REQUIRE(made);
    RETURN_UNLESS_GOOD(mig_profile_by_id(model_of(c), profile_id, &profile));
    RETURN_UNLESS_GOOD(mig_create(c->device, c->runtime, profile, start, &instance));
    *made = gpu_instance_handle(c->ordinal, &instance);
    runtime_note(c->runtime, c->now.t, nvmlEventMigConfigChange);
    return NVML_SUCCESS;
}

API(nvmlDeviceCreateGpuInstance)(struct call *c, unsigned int profileId, nvmlGpuInstance_t *gpuInstance)
{
    return create(c, profileId, -1, gpuInstance);
}

API(nvmlDeviceCreateGpuInstanceWithPlacement)(struct call *c, unsigned int profileId, const nvmlGpuInstancePlacement_t *placement,
                                              nvmlGpuInstance_t *gpuInstance)
{
    REQUIRE(placement && placement->start < MAX_GPU_INSTANCES);
    return create(c, profileId, (int)placement->start, gpuInstance);
}

API(nvmlGpuInstanceDestroy)(struct call *c)
{
    RETURN_UNLESS_GOOD(mig_destroy(c->runtime, (unsigned)c->instance.id));
    runtime_note(c->runtime, c->now.t, nvmlEventMigConfigChange);
    return NVML_SUCCESS;
}

/* The buffer must hold as many as the profile allows; there is no asking for the number. */
API(nvmlDeviceGetGpuInstances)(struct call *c, unsigned int profileId, nvmlGpuInstance_t *gpuInstances, unsigned int *count)
{
    struct mig_state state;
    int profile;
    REQUIRE(gpuInstances && count);
    RETURN_UNLESS_GOOD(mig_profile_by_id(model_of(c), profileId, &profile));
    SUPPORTED_IF(mig_on(c));
    mig_copy(c->runtime, &state);
    *count = 0;
    for (int i = 0; i < state.count; i++)
        if (state.instances[i].profile == profile)
            gpuInstances[(*count)++] = gpu_instance_handle(c->ordinal, &state.instances[i]);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetGpuInstanceById)(struct call *c, unsigned int id, nvmlGpuInstance_t *gpuInstance)
{
    struct mig_instance instance;
    REQUIRE(gpuInstance);
    SUPPORTED_IF(mig_on(c));
    if (!mig_find(c->runtime, id, &instance))
        return NVML_ERROR_NOT_FOUND;
    *gpuInstance = gpu_instance_handle(c->ordinal, &instance);
    return NVML_SUCCESS;
}

API(nvmlGpuInstanceGetInfo)(struct call *c, nvmlGpuInstanceInfo_t *info)
{
    REQUIRE(info);
    const struct mig_profile *p = &model_of(c)->profiles[c->instance.profile];
    *info = (nvmlGpuInstanceInfo_t){
        gpu_handle(c, c->ordinal), (unsigned)c->instance.id, (unsigned)p->id, {(unsigned)c->instance.start, (unsigned)p->size}};
    return NVML_SUCCESS;
}
