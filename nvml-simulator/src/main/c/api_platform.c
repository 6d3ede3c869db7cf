// SPDX-License-Identifier: Apache-2.0
/* Fabric, platform, confidential computing. */
#include "nvml_calls.h"

#include <stdio.h>
#include <string.h>

/* The one clique that the older forms know: the first of the plain kind. */
static unsigned clique_of(const struct fabric *fabric)
{
    for (int i = 0; i < fabric->clique_count; i++)
        if (fabric->cliques[i].type == NVML_GPU_FABRIC_CLIQUE_TYPE_UNICAST_POINTER)
            return fabric->cliques[i].id;
    return 0;
}

/* Drivers before 615 do not tell how the manager fares. */
static unsigned health_of(const struct call *c)
{
    const struct fabric *fabric = &c->device->id.fabric;
    unsigned manager = driver_has(c, 615) ? fabric->manager : NVML_GPU_FABRIC_HEALTH_MASK_GFM_STATE_NOT_SUPPORTED;
    return fabric->health_mask | manager << NVML_GPU_FABRIC_HEALTH_MASK_SHIFT_GFM_STATE;
}

API(nvmlDeviceGetGpuFabricInfo)(struct call *c, nvmlGpuFabricInfo_t *gpuFabricInfo)
{
    const struct fabric *fabric = &c->device->id.fabric;
    REQUIRE(gpuFabricInfo);
    SUPPORTED_IF(fabric->present);
    memcpy(gpuFabricInfo->clusterUuid, fabric->cluster, sizeof fabric->cluster);
    gpuFabricInfo->status = (nvmlReturn_t)fabric->status;
    gpuFabricInfo->cliqueId = clique_of(fabric);
    gpuFabricInfo->state = (nvmlGpuFabricState_t)fabric->state;
    return NVML_SUCCESS;
}

/* Version 3 is version 2 with a summary behind it. */
API(nvmlDeviceGetGpuFabricInfoV)(struct call *c, nvmlGpuFabricInfoV_t *gpuFabricInfo)
{
    const struct fabric *fabric = &c->device->id.fabric;
    REQUIRE(gpuFabricInfo);
    bool v3 = CHECK_VERSION(c, gpuFabricInfo->version, nvmlGpuFabricInfo_v3) == NVML_SUCCESS;
    if (!v3)
        RETURN_UNLESS_GOOD(CHECK_VERSION(c, gpuFabricInfo->version, nvmlGpuFabricInfo_v2));
    SUPPORTED_IF(fabric->present);
    memcpy(gpuFabricInfo->clusterUuid, fabric->cluster, sizeof fabric->cluster);
    gpuFabricInfo->status = (nvmlReturn_t)fabric->status;
    gpuFabricInfo->cliqueId = clique_of(fabric);
    gpuFabricInfo->state = (nvmlGpuFabricState_t)fabric->state;
    gpuFabricInfo->healthMask = health_of(c);
    if (v3)
        gpuFabricInfo->healthSummary = fabric->health_summary;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetGpuFabricInfo_v4)(struct call *c, nvmlGpuFabricInfo_v4_t *gpuFabricInfo)
{
    const struct fabric *fabric = &c->device->id.fabric;
    REQUIRE(gpuFabricInfo);
    SUPPORTED_IF(fabric->present);
    memset(gpuFabricInfo, 0, sizeof *gpuFabricInfo);
    memcpy(gpuFabricInfo->clusterUuid, fabric->cluster, sizeof fabric->cluster);
    gpuFabricInfo->status = (nvmlReturn_t)fabric->status;
    for (int i = 0; i < fabric->clique_count; i++) {
        gpuFabricInfo->cliques[i].type = fabric->cliques[i].type;
        gpuFabricInfo->cliques[i].id = fabric->cliques[i].id;
    }
    gpuFabricInfo->numCliques = (unsigned)fabric->clique_count;
    gpuFabricInfo->state = (nvmlGpuFabricState_t)fabric->state;
    gpuFabricInfo->healthMask = health_of(c);
    gpuFabricInfo->healthSummary = fabric->health_summary;
    return NVML_SUCCESS;
}

/* The two versions differ in what the bytes are called, not in where they are. */
API(nvmlDeviceGetPlatformInfo)(struct call *c, nvmlPlatformInfo_t *platformInfo)
{
    const struct identity *id = &c->device->id;
    REQUIRE(platformInfo);
    if (CHECK_VERSION(c, platformInfo->version, nvmlPlatformInfo_v1) != NVML_SUCCESS)
        RETURN_UNLESS_GOOD(CHECK_VERSION(c, platformInfo->version, nvmlPlatformInfo_v2));
    *platformInfo = (nvmlPlatformInfo_t){.version = platformInfo->version,
                                         .slotNumber = 1,
                                         .hostId = 1,
                                         .moduleId = id->module_id == UNKNOWN ? 0 : (unsigned char)id->module_id};
    memcpy(platformInfo->ibGuid, id->uuid + 4, sizeof platformInfo->ibGuid);
    snprintf((char *)platformInfo->chassisSerialNumber, sizeof platformInfo->chassisSerialNumber, "%s", id->serial);
    return NVML_SUCCESS;
}

static bool any_device_from(const struct scenario *s, int architecture)
{
    for (int i = 0; i < s->device_count; i++)
        if (s->devices[i].id.model->architecture >= architecture)
            return true;
    return false;
}

/* Confidential computing is off on every simulated node; Hopper and later could do it. */
API(nvmlSystemGetConfComputeState)(struct call *c, nvmlConfComputeSystemState_t *state)
{
    REQUIRE(state);
    SUPPORTED_IF(any_device_from(c->scenario, NVML_DEVICE_ARCH_AMPERE));
    *state = (nvmlConfComputeSystemState_t){NVML_CC_SYSTEM_ENVIRONMENT_UNAVAILABLE, NVML_CC_SYSTEM_FEATURE_DISABLED,
                                            NVML_CC_SYSTEM_DEVTOOLS_MODE_OFF};
    return NVML_SUCCESS;
}

API(nvmlSystemGetConfComputeSettings)(struct call *c, nvmlSystemConfComputeSettings_t *settings)
{
    REQUIRE(settings);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, settings->version, nvmlSystemConfComputeSettings_v1));
    SUPPORTED_IF(any_device_from(c->scenario, NVML_DEVICE_ARCH_HOPPER));
    *settings =
        (nvmlSystemConfComputeSettings_t){.version = settings->version, .environment = NVML_CC_SYSTEM_ENVIRONMENT_UNAVAILABLE};
    return NVML_SUCCESS;
}

API(nvmlSystemGetConfComputeCapabilities)(struct call *c, nvmlConfComputeSystemCaps_t *capabilities)
{
    REQUIRE(capabilities);
    SUPPORTED_IF(any_device_from(c->scenario, NVML_DEVICE_ARCH_AMPERE));
    capabilities->cpuCaps = NVML_CC_SYSTEM_CPU_CAPS_NONE;
    capabilities->gpusCaps =
        any_device_from(c->scenario, NVML_DEVICE_ARCH_HOPPER) ? NVML_CC_SYSTEM_GPUS_CC_CAPABLE : NVML_CC_SYSTEM_GPUS_CC_NOT_CAPABLE;
    return NVML_SUCCESS;
}

API(nvmlSystemGetConfComputeGpusReadyState)(struct call *c, unsigned int *isAcceptingWork)
{
    SUPPORTED_IF(any_device_from(c->scenario, NVML_DEVICE_ARCH_AMPERE));
    return known(NVML_CC_ACCEPTING_CLIENT_REQUESTS_FALSE, isAcceptingWork);
}

API(nvmlDeviceGetConfComputeMemSizeInfo)(struct call *c, nvmlConfComputeMemSizeInfo_t *memInfo)
{
    REQUIRE(memInfo);
    memInfo->protectedMemSizeKib = 0;
    memInfo->unprotectedMemSizeKib = (unsigned long long)c->device->id.model->memory_mib * 1024;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetConfComputeProtectedMemoryUsage)(struct call *c, nvmlMemory_t *memory)
{
    (void)c;
    REQUIRE(memory);
    *memory = (nvmlMemory_t){0, 0, 0};
    return NVML_SUCCESS;
}

API(nvmlDeviceGetDramEncryptionMode)(struct call *c, nvmlDramEncryptionInfo_t *current, nvmlDramEncryptionInfo_t *pending)
{
    REQUIRE(current && pending);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, current->version, nvmlDramEncryptionInfo_v1));
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, pending->version, nvmlDramEncryptionInfo_v1));
    current->encryptionState = pending->encryptionState = NVML_FEATURE_DISABLED;
    return NVML_SUCCESS;
}
