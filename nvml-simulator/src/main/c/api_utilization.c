// SPDX-License-Identifier: Apache-2.0
/* How busy a device is. Not for a GPU split by MIG: its instances are asked through GPM. */
#include "nvml_calls.h"

#include <math.h>

enum { SAMPLING_PERIOD_US = 167000 };

static unsigned percent(const struct call *c, enum channel channel)
{
    return (unsigned)lround(signal_value(&c->device->play.load.channel[channel], c->now.t));
}

API(nvmlDeviceGetUtilizationRates)(struct call *c, nvmlUtilization_t *utilization)
{
    REQUIRE(utilization);
    SUPPORTED_IF(!mig_on(c));
    utilization->gpu = percent(c, CH_SM);
    utilization->memory = percent(c, CH_MEMORY);
    return NVML_SUCCESS;
}

static nvmlReturn_t engine(const struct call *c, enum channel channel, unsigned *utilization, unsigned *period)
{
    REQUIRE(utilization && period);
    SUPPORTED_IF(!mig_on(c));
    *utilization = percent(c, channel);
    *period = SAMPLING_PERIOD_US;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetEncoderUtilization)(struct call *c, unsigned int *utilization, unsigned int *samplingPeriodUs)
{
    return engine(c, CH_ENCODER, utilization, samplingPeriodUs);
}

API(nvmlDeviceGetDecoderUtilization)(struct call *c, unsigned int *utilization, unsigned int *samplingPeriodUs)
{
    return engine(c, CH_DECODER, utilization, samplingPeriodUs);
}

API(nvmlDeviceGetJpgUtilization)(struct call *c, unsigned int *utilization, unsigned int *samplingPeriodUs)
{
    return engine(c, CH_JPEG, utilization, samplingPeriodUs);
}

API(nvmlDeviceGetOfaUtilization)(struct call *c, unsigned int *utilization, unsigned int *samplingPeriodUs)
{
    return engine(c, CH_OFA, utilization, samplingPeriodUs);
}

/* The scenario has no encoding or capture sessions. */
API(nvmlDeviceGetEncoderStats)(struct call *c, unsigned int *sessionCount, unsigned int *averageFps, unsigned int *averageLatency)
{
    REQUIRE(sessionCount && averageFps && averageLatency);
    SUPPORTED_IF(!mig_on(c));
    *sessionCount = *averageFps = *averageLatency = 0;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetEncoderSessions)(struct call *c, unsigned int *sessionCount, nvmlEncoderSessionInfo_t *sessionInfos)
{
    (void)sessionInfos;
    REQUIRE(sessionCount);
    SUPPORTED_IF(!mig_on(c));
    *sessionCount = 0;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetFBCStats)(struct call *c, nvmlFBCStats_t *fbcStats)
{
    REQUIRE(fbcStats);
    SUPPORTED_IF(!mig_on(c));
    *fbcStats = (nvmlFBCStats_t){0, 0, 0};
    return NVML_SUCCESS;
}

API(nvmlDeviceGetFBCSessions)(struct call *c, unsigned int *sessionCount, nvmlFBCSessionInfo_t *sessionInfo)
{
    (void)sessionInfo;
    REQUIRE(sessionCount);
    SUPPORTED_IF(!mig_on(c));
    *sessionCount = 0;
    return NVML_SUCCESS;
}

/* Domains: graphics, framebuffer, video, bus. */
API(nvmlDeviceGetDynamicPstatesInfo)(struct call *c, nvmlGpuDynamicPstatesInfo_t *pDynamicPstatesInfo)
{
    REQUIRE(pDynamicPstatesInfo);
    SUPPORTED_IF(!mig_on(c));
    *pDynamicPstatesInfo = (nvmlGpuDynamicPstatesInfo_t){0};
    const unsigned percentages[] = {percent(c, CH_SM), percent(c, CH_MEMORY), percent(c, CH_DECODER), 0};
    for (int i = 0; i < 4; i++) {
        pDynamicPstatesInfo->utilization[i].bIsPresent = 1;
        pDynamicPstatesInfo->utilization[i].percentage = percentages[i];
    }
    return NVML_SUCCESS;
}

API(nvmlDeviceGetPerformanceState)(struct call *c, nvmlPstates_t *pState)
{
    return known(clocks_of(c->device, c->runtime, c->now.t).pstate, (unsigned *)pState);
}

API(nvmlDeviceGetPowerState)(struct call *c, nvmlPstates_t *pState)
{
    return sim_nvmlDeviceGetPerformanceState(c, pState);
}
