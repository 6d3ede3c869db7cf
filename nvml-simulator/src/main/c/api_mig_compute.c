// SPDX-License-Identifier: Apache-2.0
/* Compute instances. Their profile ids are the numbers NVML_COMPUTE_INSTANCE_PROFILE_*. */
#include "nvml_calls.h"

#include <stdio.h>

static const struct mig_profile *profile_of(const struct call *c)
{
    return &c->device->id.model->profiles[c->instance.profile];
}

/* Slices of a profile, 0 for one that no GPU instance offers. */
static int slices_of(unsigned profile)
{
    static const int slices[NVML_COMPUTE_INSTANCE_PROFILE_COUNT] = {
        [NVML_COMPUTE_INSTANCE_PROFILE_1_SLICE] = 1, [NVML_COMPUTE_INSTANCE_PROFILE_2_SLICE] = 2,
        [NVML_COMPUTE_INSTANCE_PROFILE_3_SLICE] = 3, [NVML_COMPUTE_INSTANCE_PROFILE_4_SLICE] = 4,
        [NVML_COMPUTE_INSTANCE_PROFILE_7_SLICE] = 7, [NVML_COMPUTE_INSTANCE_PROFILE_8_SLICE] = 8,
        [NVML_COMPUTE_INSTANCE_PROFILE_6_SLICE] = 6};
    return profile < NVML_COMPUTE_INSTANCE_PROFILE_COUNT ? slices[profile] : 0;
}

static unsigned profile_of_slices(int slices)
{
    unsigned profile = 0;
    while (slices_of(profile) != slices)
        profile++;
    return profile;
}

API(nvmlGpuInstanceGetComputeInstanceProfileInfo)(struct call *c, unsigned int profile, unsigned int engProfile,
                                                  nvmlComputeInstanceProfileInfo_t *info)
{
    REQUIRE(info && profile < NVML_COMPUTE_INSTANCE_PROFILE_COUNT && engProfile == NVML_COMPUTE_INSTANCE_ENGINE_PROFILE_SHARED);
    const struct mig_profile *p = profile_of(c);
    int slices = slices_of(profile);
    SUPPORTED_IF(slices && slices <= p->slices);
    *info = (nvmlComputeInstanceProfileInfo_t){.id = profile,
                                               .sliceCount = (unsigned)slices,
                                               .instanceCount = (unsigned)(p->slices / slices),
                                               .multiprocessorCount = or_zero(p->sm) * (unsigned)slices / (unsigned)p->slices,
                                               .sharedCopyEngineCount = or_zero(p->copy_engines),
                                               .sharedDecoderCount = or_zero(p->decoders),
                                               .sharedEncoderCount = or_zero(p->encoders),
                                               .sharedJpegCount = or_zero(p->jpeg),
                                               .sharedOfaCount = or_zero(p->ofa)};
    return NVML_SUCCESS;
}

/* Version 3 is version 2 with capabilities behind it. */
API(nvmlGpuInstanceGetComputeInstanceProfileInfoV)(struct call *c, unsigned int profile, unsigned int engProfile,
                                                   nvmlComputeInstanceProfileInfo_v2_t *info)
{
    nvmlComputeInstanceProfileInfo_t plain;
    REQUIRE(info);
    bool v3 = CHECK_VERSION(c, info->version, nvmlComputeInstanceProfileInfo_v3) == NVML_SUCCESS;
    if (!v3)
        RETURN_UNLESS_GOOD(CHECK_VERSION(c, info->version, nvmlComputeInstanceProfileInfo_v2));
    RETURN_UNLESS_GOOD(sim_nvmlGpuInstanceGetComputeInstanceProfileInfo(c, profile, engProfile, &plain));
    *info = (nvmlComputeInstanceProfileInfo_v2_t){info->version,
                                                  plain.id,
                                                  plain.sliceCount,
                                                  plain.instanceCount,
                                                  plain.multiprocessorCount,
                                                  plain.sharedCopyEngineCount,
                                                  plain.sharedDecoderCount,
                                                  plain.sharedEncoderCount,
                                                  plain.sharedJpegCount,
                                                  plain.sharedOfaCount,
                                                  ""};
    if (plain.sliceCount == (unsigned)profile_of(c)->slices)
        snprintf(info->name, sizeof info->name, "MIG %s", profile_of(c)->name);
    else
        snprintf(info->name, sizeof info->name, "MIG %uc.%s", plain.sliceCount, profile_of(c)->name);
    if (v3)
        ((nvmlComputeInstanceProfileInfo_v3_t *)info)->capabilities = 0;
    return NVML_SUCCESS;
}

API(nvmlGpuInstanceGetComputeInstanceRemainingCapacity)(struct call *c, unsigned int profileId, unsigned int *count)
{
    struct mig_instance probe = c->instance;
    int slices = slices_of(profileId), start;
    REQUIRE(count && slices && slices <= profile_of(c)->slices);
    *count = 0;
    while (probe.compute_count < MAX_COMPUTE_INSTANCES && (start = mig_compute_start(c->device->id.model, &probe, slices)) >= 0) {
        probe.compute[probe.compute_count++] = (struct mig_compute){.slices = slices, .start = start};
        (*count)++;
    }
    return NVML_SUCCESS;
}

API(nvmlGpuInstanceGetComputeInstancePossiblePlacements)(struct call *c, unsigned int profileId,
                                                         nvmlComputeInstancePlacement_t *placements, unsigned int *count)
{
    int slices = slices_of(profileId), total = (int)profile_of(c)->slices;
    REQUIRE(count && slices && slices <= total);
    unsigned needed = (unsigned)(total - slices + 1), room = placements ? *count : needed;
    *count = needed;
    if (room < needed)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    for (unsigned i = 0; placements && i < needed; i++)
        placements[i] = (nvmlComputeInstancePlacement_t){i, (unsigned)slices};
    return NVML_SUCCESS;
}

static nvmlReturn_t create(struct call *c, unsigned profile, int start, nvmlComputeInstance_t *made)
{
    int slices = slices_of(profile), id;
    REQUIRE(made && slices && slices <= profile_of(c)->slices);
    RETURN_UNLESS_GOOD(mig_create_compute(c->device, c->runtime, (unsigned)c->instance.id, slices, start, &id));
    REQUIRE(mig_find(c->runtime, (unsigned)c->instance.id, &c->instance));
    for (int i = 0; i < c->instance.compute_count; i++)
        if (c->instance.compute[i].id == id)
            *made = compute_instance_handle(c->ordinal, &c->instance, i);
    runtime_note(c->runtime, c->now.t, nvmlEventMigConfigChange);
    return NVML_SUCCESS;
}

API(nvmlGpuInstanceCreateComputeInstance)(struct call *c, unsigned int profileId, nvmlComputeInstance_t *computeInstance)
{
    return create(c, profileId, -1, computeInstance);
}

API(nvmlGpuInstanceCreateComputeInstanceWithPlacement)(struct call *c, unsigned int profileId,
                                                       const nvmlComputeInstancePlacement_t *placement,
                                                       nvmlComputeInstance_t *computeInstance)
{
    REQUIRE(placement && placement->start < MAX_COMPUTE_INSTANCES);
    return create(c, profileId, (int)placement->start, computeInstance);
}

API(nvmlComputeInstanceDestroy)(struct call *c)
{
    RETURN_UNLESS_GOOD(mig_destroy_compute(c->runtime, (unsigned)c->instance.id, (unsigned)c->instance.compute[c->compute].id));
    runtime_note(c->runtime, c->now.t, nvmlEventMigConfigChange);
    return NVML_SUCCESS;
}

/* As for GPU instances: the buffer must hold as many as there can be. */
API(nvmlGpuInstanceGetComputeInstances)(struct call *c, unsigned int profileId, nvmlComputeInstance_t *computeInstances,
                                        unsigned int *count)
{
    int slices = slices_of(profileId);
    REQUIRE(computeInstances && count && slices);
    *count = 0;
    for (int i = 0; i < c->instance.compute_count; i++)
        if (c->instance.compute[i].slices == slices)
            computeInstances[(*count)++] = compute_instance_handle(c->ordinal, &c->instance, i);
    return NVML_SUCCESS;
}

API(nvmlGpuInstanceGetComputeInstanceById)(struct call *c, unsigned int id, nvmlComputeInstance_t *computeInstance)
{
    REQUIRE(computeInstance);
    for (int i = 0; i < c->instance.compute_count; i++)
        if (c->instance.compute[i].id == (int)id) {
            *computeInstance = compute_instance_handle(c->ordinal, &c->instance, i);
            return NVML_SUCCESS;
        }
    return NVML_ERROR_NOT_FOUND;
}

API(nvmlComputeInstanceGetInfo_v2)(struct call *c, nvmlComputeInstanceInfo_t *info)
{
    REQUIRE(info);
    const struct mig_compute *compute = &c->instance.compute[c->compute];
    *info = (nvmlComputeInstanceInfo_t){gpu_handle(c, c->ordinal),
                                        gpu_instance_handle(c->ordinal, &c->instance),
                                        (unsigned)compute->id,
                                        profile_of_slices(compute->slices),
                                        {(unsigned)compute->start, (unsigned)compute->slices}};
    return NVML_SUCCESS;
}

/* The older layout ends before the placement. */
API(nvmlComputeInstanceGetInfo)(struct call *c, nvmlComputeInstanceInfo_t *info)
{
    nvmlComputeInstanceInfo_t whole;
    REQUIRE(info);
    RETURN_UNLESS_GOOD(sim_nvmlComputeInstanceGetInfo_v2(c, &whole));
    info->device = whole.device;
    info->gpuInstance = whole.gpuInstance;
    info->id = whole.id;
    info->profileId = whole.profileId;
    return NVML_SUCCESS;
}
