// SPDX-License-Identifier: Apache-2.0
/* The driver's ring buffers of recent samples. */
#include "nvml_calls.h"

#include <math.h>

enum { RING = 120 };

/* What is sampled, and how often. */
struct sampled {
    enum { OF_CHANNEL, OF_POWER, OF_CLOCK } kind;
    enum channel channel;
    double period; /* s */
};

static bool describe(nvmlSamplingType_t type, struct sampled *sampled)
{
    static const struct sampled all[] = {
        [NVML_TOTAL_POWER_SAMPLES] = {OF_POWER, CH_POWER, 0.02},
        [NVML_GPU_UTILIZATION_SAMPLES] = {OF_CHANNEL, CH_SM, 0.167},
        [NVML_MEMORY_UTILIZATION_SAMPLES] = {OF_CHANNEL, CH_MEMORY, 0.167},
        [NVML_ENC_UTILIZATION_SAMPLES] = {OF_CHANNEL, CH_ENCODER, 0.167},
        [NVML_DEC_UTILIZATION_SAMPLES] = {OF_CHANNEL, CH_DECODER, 0.167},
        [NVML_PROCESSOR_CLK_SAMPLES] = {OF_CLOCK, CH_SM, 0.02},
        [NVML_MEMORY_CLK_SAMPLES] = {OF_CLOCK, CH_MEMORY, 0.02},
        [NVML_JPG_UTILIZATION_SAMPLES] = {OF_CHANNEL, CH_JPEG, 0.167},
        [NVML_OFA_UTILIZATION_SAMPLES] = {OF_CHANNEL, CH_OFA, 0.167},
    };
    if ((unsigned)type >= sizeof all / sizeof *all || all[type].period == 0)
        return false;
    *sampled = all[type];
    return true;
}

static unsigned sample_at(const struct call *c, const struct sampled *sampled, double t)
{
    if (sampled->kind == OF_CHANNEL)
        return (unsigned)lround(signal_value(&c->device->play.load.channel[sampled->channel], t));
    if (sampled->kind == OF_POWER) {
        struct affine power = power_of(c->device, runtime_limit(c->runtime));
        return (unsigned)lround(affine_value(&power, t) * 1e3);
    }
    struct clocks clocks = clocks_of(c->device, c->runtime, t);
    return sampled->channel == CH_SM ? clocks.graphics : clocks.memory;
}

/* The samples lie on a fixed grid, so that two readers see the same ones. */
API(nvmlDeviceGetSamples)(struct call *c, nvmlSamplingType_t type, unsigned long long lastSeenTimeStamp,
                          nvmlValueType_t *sampleValType, unsigned int *sampleCount, nvmlSample_t *samples)
{
    struct sampled sampled;
    REQUIRE(sampleValType && sampleCount && (unsigned)type < NVML_SAMPLINGTYPE_COUNT);
    SUPPORTED_IF(describe(type, &sampled));
    SUPPORTED_IF(sampled.kind == OF_POWER ? !isnan(c->device->id.model->power_default) : !mig_on(c));
    *sampleValType = NVML_VALUE_TYPE_UNSIGNED_INT;
    double newest = floor(c->now.t / sampled.period), oldest = fmax(0, newest - RING + 1);
    while (oldest <= newest && wall_of(&c->now, oldest * sampled.period) <= lastSeenTimeStamp)
        oldest++;
    unsigned available = (unsigned)(newest - oldest + 1);
    if (!available)
        return NVML_ERROR_NOT_FOUND;
    unsigned room = samples ? *sampleCount : available;
    *sampleCount = room < available ? room : available;
    for (unsigned i = 0; samples && i < *sampleCount; i++) {
        double t = (oldest + i) * sampled.period;
        samples[i].timeStamp = wall_of(&c->now, t);
        samples[i].sampleValue = (nvmlValue_t){.ullVal = 0};
        samples[i].sampleValue.uiVal = sample_at(c, &sampled, t);
    }
    return NVML_SUCCESS;
}
