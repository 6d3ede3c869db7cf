// SPDX-License-Identifier: Apache-2.0
/* What GPU instances there can be: profiles by their number NVML_GPU_INSTANCE_PROFILE_* or by their id. */
#include "nvml_calls.h"

#include <stdio.h>

static const struct model *model_of(const struct call *c)
{
    return c->device->id.model;
}

nvmlReturn_t mig_profile_by_id(const struct model *m, unsigned id, int *profile)
{
    SUPPORTED_IF(m->mig_capable);
    for (int i = 0; i < m->profile_count; i++)
        if (m->profiles[i].id != UNKNOWN && m->profiles[i].id == id) {
            *profile = i;
            return NVML_SUCCESS;
        }
    return NVML_ERROR_INVALID_ARGUMENT;
}

/* By NVML_GPU_INSTANCE_PROFILE_*, whatever the id is. */
static nvmlReturn_t profile_by_number(const struct call *c, unsigned number, const struct mig_profile **profile)
{
    const struct model *m = model_of(c);
    REQUIRE(number < NVML_GPU_INSTANCE_PROFILE_COUNT);
    SUPPORTED_IF(m->mig_capable);
    for (int i = 0; i < m->profile_count; i++)
        if (m->profiles[i].profile == number && m->profiles[i].id != UNKNOWN) {
            *profile = &m->profiles[i];
            return NVML_SUCCESS;
        }
    return NVML_ERROR_NOT_SUPPORTED;
}

API(nvmlDeviceGetGpuInstanceProfileInfo)(struct call *c, unsigned int profile, nvmlGpuInstanceProfileInfo_t *info)
{
    const struct mig_profile *p;
    REQUIRE(info);
    RETURN_UNLESS_GOOD(profile_by_number(c, profile, &p));
    *info = (nvmlGpuInstanceProfileInfo_t){.id = (unsigned)p->id,
                                           .sliceCount = (unsigned)p->slices,
                                           .instanceCount = or_zero(p->max_instances),
                                           .multiprocessorCount = or_zero(p->sm),
                                           .copyEngineCount = or_zero(p->copy_engines),
                                           .decoderCount = or_zero(p->decoders),
                                           .encoderCount = or_zero(p->encoders),
                                           .jpegCount = or_zero(p->jpeg),
                                           .ofaCount = or_zero(p->ofa),
                                           .memorySizeMB = or_zero(p->memory_mib)};
    return NVML_SUCCESS;
}

static void fill_v2(const struct mig_profile *p, nvmlGpuInstanceProfileInfo_v2_t *info)
{
    *info = (nvmlGpuInstanceProfileInfo_v2_t){.version = info->version,
                                              .id = (unsigned)p->id,
                                              .sliceCount = (unsigned)p->slices,
                                              .instanceCount = or_zero(p->max_instances),
                                              .multiprocessorCount = or_zero(p->sm),
                                              .copyEngineCount = or_zero(p->copy_engines),
                                              .decoderCount = or_zero(p->decoders),
                                              .encoderCount = or_zero(p->encoders),
                                              .jpegCount = or_zero(p->jpeg),
                                              .ofaCount = or_zero(p->ofa),
                                              .memorySizeMB = or_zero(p->memory_mib)};
    snprintf(info->name, sizeof info->name, "MIG %s", p->name);
}

/* Version 3 has no P2P flag, and what follows lies elsewhere, in the same size. */
static void fill_v3(const struct mig_profile *p, nvmlGpuInstanceProfileInfo_v3_t *info)
{
    *info = (nvmlGpuInstanceProfileInfo_v3_t){.version = info->version,
                                              .id = (unsigned)p->id,
                                              .sliceCount = (unsigned)p->slices,
                                              .instanceCount = or_zero(p->max_instances),
                                              .multiprocessorCount = or_zero(p->sm),
                                              .copyEngineCount = or_zero(p->copy_engines),
                                              .decoderCount = or_zero(p->decoders),
                                              .encoderCount = or_zero(p->encoders),
                                              .jpegCount = or_zero(p->jpeg),
                                              .ofaCount = or_zero(p->ofa),
                                              .memorySizeMB = or_zero(p->memory_mib)};
    snprintf(info->name, sizeof info->name, "MIG %s", p->name);
}

static nvmlReturn_t fill_versioned(const struct call *c, const struct mig_profile *p, nvmlGpuInstanceProfileInfo_v2_t *info)
{
    if (CHECK_VERSION(c, info->version, nvmlGpuInstanceProfileInfo_v2) == NVML_SUCCESS)
        fill_v2(p, info);
    else
        fill_v3(p, (nvmlGpuInstanceProfileInfo_v3_t *)info);
    return NVML_SUCCESS;
}

static nvmlReturn_t check_profile_version(const struct call *c, unsigned version)
{
    if (CHECK_VERSION(c, version, nvmlGpuInstanceProfileInfo_v2) == NVML_SUCCESS)
        return NVML_SUCCESS;
    return CHECK_VERSION(c, version, nvmlGpuInstanceProfileInfo_v3);
}

API(nvmlDeviceGetGpuInstanceProfileInfoV)(struct call *c, unsigned int profile, nvmlGpuInstanceProfileInfo_v2_t *info)
{
    const struct mig_profile *p;
    REQUIRE(info);
    RETURN_UNLESS_GOOD(check_profile_version(c, info->version));
    RETURN_UNLESS_GOOD(profile_by_number(c, profile, &p));
    return fill_versioned(c, p, info);
}

API(nvmlDeviceGetGpuInstanceProfileInfoByIdV)(struct call *c, unsigned int profileId, nvmlGpuInstanceProfileInfo_v2_t *info)
{
    int profile;
    REQUIRE(info);
    RETURN_UNLESS_GOOD(check_profile_version(c, info->version));
    RETURN_UNLESS_GOOD(mig_profile_by_id(model_of(c), profileId, &profile));
    return fill_versioned(c, &model_of(c)->profiles[profile], info);
}
