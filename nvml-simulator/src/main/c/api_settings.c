// SPDX-License-Identifier: Apache-2.0
/* Modes and setters. What is set here lasts as long as the process, the compute mode longer where NVML_SIMULATOR_STATE says so. */
#include "kept.h"
#include "nvml_calls.h"

static const char *const compute_modes[] = {"default", "", "prohibited", "exclusiveProcess", NULL};

static int gpu_compute_mode(const struct call *c)
{
    return kept_read(c->device->id.uuid, "compute-mode", compute_modes, atomic_load(&c->runtime->compute_mode));
}

API(nvmlDeviceGetComputeMode)(struct call *c, nvmlComputeMode_t *mode)
{
    int set = c->kind == HANDLE_GPU ? gpu_compute_mode(c) : c->instance.compute[c->compute].compute_mode;
    return known(set, (unsigned *)mode);
}

/* With MIG on, the mode is that of each MIG device. */
API(nvmlDeviceSetComputeMode)(struct call *c, nvmlComputeMode_t mode)
{
    REQUIRE((unsigned)mode < NVML_COMPUTEMODE_COUNT);
    SUPPORTED_IF(mode != NVML_COMPUTEMODE_EXCLUSIVE_THREAD);
    if (c->kind == HANDLE_MIG) {
        mig_set_compute_mode(c->runtime, (unsigned)c->instance.id, (unsigned)c->instance.compute[c->compute].id, (int)mode);
        return NVML_SUCCESS;
    }
    SUPPORTED_IF(!mig_on(c));
    if (kept_anywhere())
        return kept_write(c->device->id.uuid, "compute-mode", compute_modes[mode]) ? NVML_SUCCESS : NVML_ERROR_UNKNOWN;
    atomic_store(&c->runtime->compute_mode, (int)mode);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetPersistenceMode)(struct call *c, nvmlEnableState_t *mode)
{
    return known(atomic_load(&c->runtime->persistence), (unsigned *)mode);
}

API(nvmlDeviceSetPersistenceMode)(struct call *c, nvmlEnableState_t mode)
{
    REQUIRE((unsigned)mode <= NVML_FEATURE_ENABLED);
    atomic_store(&c->runtime->persistence, mode == NVML_FEATURE_ENABLED);
    return NVML_SUCCESS;
}

/* Limits beyond what the board can do are brought back to it. */
API(nvmlDeviceSetGpuLockedClocks)(struct call *c, unsigned int minGpuClockMHz, unsigned int maxGpuClockMHz)
{
    const struct model *m = c->device->id.model;
    REQUIRE(minGpuClockMHz <= maxGpuClockMHz && maxGpuClockMHz);
    SUPPORTED_IF(m->clock_graphics != UNKNOWN);
    unsigned top = (unsigned)m->clock_graphics;
    unsigned low = m->clock_count ? (unsigned)m->clocks[0].graphics_min : 1;
    atomic_store(&c->runtime->locked_min, minGpuClockMHz > top ? top : minGpuClockMHz);
    atomic_store(&c->runtime->locked_max, maxGpuClockMHz > top ? top : maxGpuClockMHz < low ? low : maxGpuClockMHz);
    return NVML_SUCCESS;
}

API(nvmlDeviceResetGpuLockedClocks)(struct call *c)
{
    atomic_store(&c->runtime->locked_min, 0);
    atomic_store(&c->runtime->locked_max, 0);
    return NVML_SUCCESS;
}

API(nvmlDeviceSetMemoryLockedClocks)(struct call *c, unsigned int minMemClockMHz, unsigned int maxMemClockMHz)
{
    REQUIRE(minMemClockMHz <= maxMemClockMHz && maxMemClockMHz);
    SUPPORTED_IF(c->device->id.model->clock_memory != UNKNOWN);
    atomic_store(&c->runtime->memory_locked_min, minMemClockMHz);
    atomic_store(&c->runtime->memory_locked_max, maxMemClockMHz);
    return NVML_SUCCESS;
}

API(nvmlDeviceResetMemoryLockedClocks)(struct call *c)
{
    atomic_store(&c->runtime->memory_locked_min, 0);
    atomic_store(&c->runtime->memory_locked_max, 0);
    return NVML_SUCCESS;
}

static bool supported_pair(const struct model *m, unsigned memory, unsigned graphics)
{
    for (int i = 0; i < m->clock_count; i++)
        if (m->clocks[i].memory == (long long)memory && graphics <= (unsigned)m->clocks[i].graphics_max &&
            graphics >= (unsigned)m->clocks[i].graphics_min)
            return true;
    return false;
}

API(nvmlDeviceSetApplicationsClocks)(struct call *c, unsigned int memClockMHz, unsigned int graphicsClockMHz)
{
    if (driver_has(c, 590))
        return NVML_ERROR_DEPRECATED;
    SUPPORTED_IF(c->device->id.model->clock_count);
    REQUIRE(supported_pair(c->device->id.model, memClockMHz, graphicsClockMHz));
    atomic_store(&c->runtime->app_memory, memClockMHz);
    atomic_store(&c->runtime->app_graphics, graphicsClockMHz);
    return NVML_SUCCESS;
}

API(nvmlDeviceResetApplicationsClocks)(struct call *c)
{
    if (driver_has(c, 590))
        return NVML_ERROR_DEPRECATED;
    atomic_store(&c->runtime->app_memory, 0);
    atomic_store(&c->runtime->app_graphics, 0);
    return NVML_SUCCESS;
}

/* Only root may set application clocks, unless that was changed. */
API(nvmlDeviceGetAPIRestriction)(struct call *c, nvmlRestrictedAPI_t apiType, nvmlEnableState_t *isRestricted)
{
    REQUIRE((unsigned)apiType < NVML_RESTRICTED_API_COUNT);
    SUPPORTED_IF(apiType == NVML_RESTRICTED_API_SET_APPLICATION_CLOCKS);
    return known(!atomic_load(&c->runtime->clocks_for_all), (unsigned *)isRestricted);
}

API(nvmlDeviceSetAPIRestriction)(struct call *c, nvmlRestrictedAPI_t apiType, nvmlEnableState_t isRestricted)
{
    REQUIRE((unsigned)apiType < NVML_RESTRICTED_API_COUNT && (unsigned)isRestricted <= NVML_FEATURE_ENABLED);
    SUPPORTED_IF(apiType == NVML_RESTRICTED_API_SET_APPLICATION_CLOCKS);
    atomic_store(&c->runtime->clocks_for_all, isRestricted == NVML_FEATURE_DISABLED);
    return NVML_SUCCESS;
}

static nvmlReturn_t find_drained(struct call *c, const nvmlPciInfo_t *pci, struct runtime **runtime)
{
    REQUIRE(pci);
    for (int i = 0; i < c->world->session.count; i++) {
        int ordinal = c->world->session.device_of[i];
        const struct pci_address *at = &c->scenario->devices[ordinal].id.pci;
        if (at->domain == pci->domain && at->bus == pci->bus && at->device == pci->device) {
            *runtime = &runtimes[ordinal];
            return call_meets(c, ordinal);
        }
    }
    return NVML_ERROR_NOT_FOUND;
}

API(nvmlDeviceModifyDrainState)(struct call *c, nvmlPciInfo_t *pciInfo, nvmlEnableState_t newState)
{
    struct runtime *runtime;
    REQUIRE((unsigned)newState <= NVML_FEATURE_ENABLED);
    RETURN_UNLESS_GOOD(find_drained(c, pciInfo, &runtime));
    atomic_store(&runtime->drained, newState == NVML_FEATURE_ENABLED);
    return NVML_SUCCESS;
}

API(nvmlDeviceQueryDrainState)(struct call *c, nvmlPciInfo_t *pciInfo, nvmlEnableState_t *currentState)
{
    struct runtime *runtime;
    RETURN_UNLESS_GOOD(find_drained(c, pciInfo, &runtime));
    return known(atomic_load(&runtime->drained), (unsigned *)currentState);
}
