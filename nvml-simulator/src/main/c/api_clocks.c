// SPDX-License-Identifier: Apache-2.0
/* Clocks, and why they are what they are. */
#include "nvml_calls.h"

#include <math.h>

static nvmlReturn_t max_clock(const struct call *c, nvmlClockType_t type, unsigned *mhz)
{
    const struct model *m = c->device->id.model;
    switch (type) {
    case NVML_CLOCK_GRAPHICS: return known(m->clock_graphics, mhz);
    case NVML_CLOCK_SM: return known(m->clock_sm == UNKNOWN ? m->clock_graphics : m->clock_sm, mhz);
    case NVML_CLOCK_MEM: return known(m->clock_memory, mhz);
    case NVML_CLOCK_VIDEO: return known(m->clock_video, mhz);
    case NVML_CLOCK_COUNT: break;
    }
    return NVML_ERROR_INVALID_ARGUMENT;
}

API(nvmlDeviceGetMaxClockInfo)(struct call *c, nvmlClockType_t type, unsigned int *clock)
{
    return max_clock(c, type, clock);
}

API(nvmlDeviceGetClockInfo)(struct call *c, nvmlClockType_t type, unsigned int *clock)
{
    RETURN_UNLESS_GOOD(max_clock(c, type, clock));
    struct clocks now = clocks_of(c->device, c->runtime, c->now.t);
    *clock = type == NVML_CLOCK_MEM ? now.memory : type == NVML_CLOCK_VIDEO ? now.video : now.graphics;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetMaxCustomerBoostClock)(struct call *c, nvmlClockType_t clockType, unsigned int *clockMHz)
{
    REQUIRE(clockMHz && (unsigned)clockType < NVML_CLOCK_COUNT);
    const struct model *m = c->device->id.model;
    if (clockType == NVML_CLOCK_GRAPHICS || clockType == NVML_CLOCK_SM)
        return known(m->clock_boost, clockMHz);
    return max_clock(c, clockType, clockMHz);
}

/* Application clocks: graphics and memory only; drivers from 590 on have dropped them. */
static nvmlReturn_t application_clock(const struct call *c, nvmlClockType_t type, bool chosen, unsigned *mhz)
{
    REQUIRE(mhz && (unsigned)type < NVML_CLOCK_COUNT);
    if (driver_has(c, 590))
        return NVML_ERROR_DEPRECATED;
    SUPPORTED_IF(type != NVML_CLOCK_VIDEO);
    RETURN_UNLESS_GOOD(max_clock(c, type, mhz));
    unsigned set = atomic_load(type == NVML_CLOCK_MEM ? &c->runtime->app_memory : &c->runtime->app_graphics);
    if (chosen && set)
        *mhz = set;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetApplicationsClock)(struct call *c, nvmlClockType_t clockType, unsigned int *clockMHz)
{
    return application_clock(c, clockType, true, clockMHz);
}

API(nvmlDeviceGetDefaultApplicationsClock)(struct call *c, nvmlClockType_t clockType, unsigned int *clockMHz)
{
    return application_clock(c, clockType, false, clockMHz);
}

API(nvmlDeviceGetClock)(struct call *c, nvmlClockType_t clockType, nvmlClockId_t clockId, unsigned int *clockMHz)
{
    switch (clockId) {
    case NVML_CLOCK_ID_CURRENT: return sim_nvmlDeviceGetClockInfo(c, clockType, clockMHz);
    case NVML_CLOCK_ID_APP_CLOCK_TARGET: return application_clock(c, clockType, true, clockMHz);
    case NVML_CLOCK_ID_APP_CLOCK_DEFAULT: return application_clock(c, clockType, false, clockMHz);
    case NVML_CLOCK_ID_CUSTOMER_BOOST_MAX: return sim_nvmlDeviceGetMaxCustomerBoostClock(c, clockType, clockMHz);
    case NVML_CLOCK_ID_COUNT: break;
    }
    return NVML_ERROR_INVALID_ARGUMENT;
}

API(nvmlDeviceGetSupportedMemoryClocks)(struct call *c, unsigned int *count, unsigned int *clocksMHz)
{
    const struct model *m = c->device->id.model;
    REQUIRE(count);
    SUPPORTED_IF(m->clock_count);
    unsigned room = clocksMHz ? *count : 0;
    *count = (unsigned)m->clock_count;
    if (room < *count)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    for (int i = 0; i < m->clock_count; i++)
        clocksMHz[i] = (unsigned)m->clocks[i].memory;
    return NVML_SUCCESS;
}

static const struct clock_row *row_of(const struct model *m, unsigned memory)
{
    for (int i = 0; i < m->clock_count; i++)
        if (m->clocks[i].memory == (long long)memory)
            return &m->clocks[i];
    return NULL;
}

/* From the highest down. */
API(nvmlDeviceGetSupportedGraphicsClocks)(struct call *c, unsigned int memoryClockMHz, unsigned int *count, unsigned int *clocksMHz)
{
    const struct model *m = c->device->id.model;
    REQUIRE(count);
    SUPPORTED_IF(m->clock_count);
    const struct clock_row *row = row_of(m, memoryClockMHz);
    if (!row)
        return NVML_ERROR_NOT_FOUND;
    unsigned room = clocksMHz ? *count : 0;
    *count = (unsigned)row->count;
    if (room < *count)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    for (long long i = 0; i < row->count; i++)
        clocksMHz[i] = (unsigned)lround((double)row->graphics_max - (double)i * row->step);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetCurrentClocksEventReasons)(struct call *c, unsigned long long *clocksEventReasons)
{
    REQUIRE(clocksEventReasons);
    *clocksEventReasons = clocks_of(c->device, c->runtime, c->now.t).reasons;
    if (driver_has(c, 615))
        *clocksEventReasons |= c->device->play.clock_event_reasons;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetCurrentClocksThrottleReasons)(struct call *c, unsigned long long *clocksThrottleReasons)
{
    return sim_nvmlDeviceGetCurrentClocksEventReasons(c, clocksThrottleReasons);
}

API(nvmlDeviceGetSupportedClocksEventReasons)(struct call *c, unsigned long long *supportedClocksEventReasons)
{
    const unsigned long long new = nvmlClocksEventReasonBoardLimit | nvmlClocksEventReasonReliability;
    REQUIRE(supportedClocksEventReasons);
    *supportedClocksEventReasons = driver_has(c, 615) ? nvmlClocksEventReasonAll : nvmlClocksEventReasonAll & ~new;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetSupportedClocksThrottleReasons)(struct call *c, unsigned long long *supportedClocksThrottleReasons)
{
    return sim_nvmlDeviceGetSupportedClocksEventReasons(c, supportedClocksThrottleReasons);
}

API(nvmlDeviceGetViolationStatus)(struct call *c, nvmlPerfPolicyType_t perfPolicyType, nvmlViolationTime_t *violTime)
{
    REQUIRE(violTime && (perfPolicyType <= NVML_PERF_POLICY_RELIABILITY || perfPolicyType == NVML_PERF_POLICY_TOTAL_APP_CLOCKS ||
                         perfPolicyType == NVML_PERF_POLICY_TOTAL_BASE_CLOCKS));
    violTime->referenceTime = c->now.wall_us;
    violTime->violationTime = 0;
    if (perfPolicyType == NVML_PERF_POLICY_POWER)
        violTime->violationTime = (unsigned long long)power_violation_shown(c->device, c->runtime, c->now.t);
    else if (perfPolicyType == NVML_PERF_POLICY_THERMAL)
        violTime->violationTime = (unsigned long long)thermal_violation_shown(c->device, c->runtime, c->now.t);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetClockOffsets)(struct call *c, nvmlClockOffset_t *info)
{
    REQUIRE(info);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, info->version, nvmlClockOffset_v1));
    REQUIRE((unsigned)info->type < NVML_CLOCK_COUNT);
    SUPPORTED_IF(info->pstate == NVML_PSTATE_0 && (info->type == NVML_CLOCK_GRAPHICS || info->type == NVML_CLOCK_MEM));
    info->clockOffsetMHz = info->minClockOffsetMHz = info->maxClockOffsetMHz = 0;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetClkMonStatus)(struct call *c, nvmlClkMonStatus_t *status)
{
    (void)c;
    REQUIRE(status);
    *status = (nvmlClkMonStatus_t){0};
    return NVML_SUCCESS;
}

API(nvmlDeviceGetAutoBoostedClocksEnabled)(struct call *c, nvmlEnableState_t *isEnabled, nvmlEnableState_t *defaultIsEnabled)
{
    REQUIRE(isEnabled && defaultIsEnabled);
    SUPPORTED_IF(c->device->id.model->architecture < NVML_DEVICE_ARCH_PASCAL);
    *isEnabled = *defaultIsEnabled = NVML_FEATURE_ENABLED;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetAdaptiveClockInfoStatus)(struct call *c, unsigned int *adaptiveClockStatus)
{
    (void)c;
    return known(NVML_ADAPTIVE_CLOCKING_INFO_STATUS_ENABLED, adaptiveClockStatus);
}

API(nvmlDeviceGetSupportedPerformanceStates)(struct call *c, nvmlPstates_t *pstates, unsigned int size)
{
    REQUIRE(pstates);
    unsigned room = size / (unsigned)sizeof *pstates, needed = c->device->id.model->clock_count > 1 ? 2 : 1;
    if (room < needed)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    for (unsigned i = 0; i < room; i++)
        pstates[i] = i == 0 ? NVML_PSTATE_0 : i == 1 && needed == 2 ? NVML_PSTATE_8 : NVML_PSTATE_UNKNOWN;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetMinMaxClockOfPState)(struct call *c, nvmlClockType_t type, nvmlPstates_t pstate, unsigned int *minClockMHz,
                                      unsigned int *maxClockMHz)
{
    const struct model *m = c->device->id.model;
    REQUIRE(minClockMHz && (pstate == NVML_PSTATE_0 || pstate == NVML_PSTATE_8));
    SUPPORTED_IF(m->clock_count);
    const struct clock_row *row = &m->clocks[pstate == NVML_PSTATE_0 ? 0 : m->clock_count - 1];
    RETURN_UNLESS_GOOD(max_clock(c, type, maxClockMHz));
    *minClockMHz = *maxClockMHz;
    if (type == NVML_CLOCK_MEM) {
        *minClockMHz = *maxClockMHz = (unsigned)row->memory;
    } else if (type != NVML_CLOCK_VIDEO) {
        *minClockMHz = (unsigned)row->graphics_min;
        *maxClockMHz = (unsigned)row->graphics_max;
    }
    return NVML_SUCCESS;
}
