// SPDX-License-Identifier: Apache-2.0
/* GPM: exact means between samples. */
#include "check.h"

#include <string.h>

#define AT(t) NODE("580.1") "clock: {fixed: " t "}\ndevices:\n"
#define BODY                                                                                                                       \
    "  - model: H100-SXM5-80GB\n    load:\n      sm: {burst: {low: 0, high: 100, every: 10s, for: 4s}}\n"                          \
    "      tensor: {ramp: {from: 0, to: 100, over: 100s}}\n      pcieRx: 1048.576\n      nvlinkTx: 180\n"                          \
    "  - model: H100-SXM5-80GB\n    mig: {mode: enabled, instances: [{profile: 1g.10gb, id: 7, start: 0, load: {sm: 40, dram: "    \
    "25}}]}\n"                                                                                                                     \
    "topology:\n  nvlink: switch\n  matrix: |2\n          GPU0  GPU1\n    GPU0   X    NV18\n    GPU1  NV18   X\n"

static nvmlGpmSample_t sample(void)
{
    nvmlGpmSample_t made = NULL;
    GOOD(nvmlGpmSampleAlloc(&made));
    return made;
}

static nvmlGpmMetricsGet_t metrics(nvmlGpmSample_t first, nvmlGpmSample_t second, int count, const unsigned *ids)
{
    nvmlGpmMetricsGet_t get = {
        .version = NVML_GPM_METRICS_GET_VERSION, .numMetrics = (unsigned)count, .sample1 = first, .sample2 = second};
    for (int i = 0; i < count; i++)
        get.metrics[i].metricId = ids[i];
    GOOD(nvmlGpmMetricsGet(&get));
    return get;
}

static bool time_is(double t)
{
    nvmlFieldValue_t value = {.fieldId = NVML_FI_DEV_ENERGY};
    GOOD(nvmlDeviceGetFieldValues(gpu(0), 1, &value));
    return value.timestamp == (long long)((1767225600 + t) * 1e6);
}

static void a_metric_is_the_mean_between_two_samples(void)
{
    const unsigned ids[] = {NVML_GPM_METRIC_SM_UTIL, NVML_GPM_METRIC_ANY_TENSOR_UTIL, NVML_GPM_METRIC_PCIE_RX_PER_SEC,
                            NVML_GPM_METRIC_NVLINK_L3_TX_PER_SEC, NVML_GPM_METRIC_NVLINK_TOTAL_TX_PER_SEC};
    play(AT("12s") BODY);
    nvmlGpmSample_t first = sample(), second = sample();
    GOOD(nvmlGpmSampleGet(gpu(0), first));
    write_scenario(AT("32s") BODY);
    AWAIT(time_is(32));
    GOOD(nvmlGpmSampleGet(gpu(0), second));
    nvmlGpmMetricsGet_t get = metrics(first, second, 5, ids);
    EXPECT_NEAR(get.metrics[0].value, 40, 1e-6);
    EXPECT_NEAR(get.metrics[1].value, 22, 1e-6);
    EXPECT_NEAR(get.metrics[2].value, 1000, 1e-6);
    EXPECT_NEAR(get.metrics[3].value, 10e6 / 1048576, 1e-6);
    EXPECT_NEAR(get.metrics[4].value, 180e6 / 1048576, 1e-6);
    EXPECT_TEXT(get.metrics[2].metricInfo.unit, "MiB/s");
    GOOD(nvmlGpmSampleFree(first));
    EXPECT_IS(nvmlGpmSampleFree(first), NVML_ERROR_INVALID_ARGUMENT);
}

static void instances_have_their_own(void)
{
    const unsigned ids[] = {NVML_GPM_METRIC_SM_UTIL, NVML_GPM_METRIC_DRAM_BW_UTIL, NVML_GPM_METRIC_PCIE_RX_PER_SEC};
    nvmlDevice_t mig;
    play(AT("12s") BODY);
    nvmlGpmSample_t first = sample(), second = sample(), other = sample();
    GOOD(nvmlGpmMigSampleGet(gpu(1), 7, first));
    GOOD(nvmlDeviceGetMigDeviceHandleByIndex(gpu(1), 0, &mig));
    GOOD(nvmlGpmSampleGet(mig, second));
    nvmlGpmMetricsGet_t get = metrics(first, second, 3, ids);
    EXPECT_NEAR(get.metrics[0].value, 40, 1e-9);
    EXPECT_NEAR(get.metrics[1].value, 25, 1e-9);
    EXPECT_IS(get.metrics[2].nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlGpmMigSampleGet(gpu(1), 9, first), NVML_ERROR_INVALID_ARGUMENT);
    EXPECT_IS(nvmlGpmMigSampleGet(gpu(0), 7, first), NVML_ERROR_NOT_SUPPORTED);
    GOOD(nvmlGpmSampleGet(gpu(0), other));
    nvmlGpmMetricsGet_t mixed = {.version = 1, .numMetrics = 1, .sample1 = first, .sample2 = other};
    EXPECT_IS(nvmlGpmMetricsGet(&mixed), NVML_ERROR_INVALID_ARGUMENT);
}

static void unknown_metrics_fail_one_by_one(void)
{
    const unsigned ids[] = {NVML_GPM_METRIC_SM_UTIL, 0, NVML_GPM_METRIC_DRAM_CACHE_HIT, 300, NVML_GPM_METRIC_NVDEC_7_UTIL};
    play(AT("12s") BODY);
    nvmlGpmSample_t first = sample(), second = sample();
    GOOD(nvmlGpmSampleGet(gpu(0), first));
    nvmlGpmMetricsGet_t get = {.version = 1, .numMetrics = 1, .sample1 = first, .sample2 = second};
    EXPECT_IS(nvmlGpmMetricsGet(&get), NVML_ERROR_INVALID_ARGUMENT); /* the second was never taken */
    GOOD(nvmlGpmSampleGet(gpu(0), second));
    get = metrics(first, second, 5, ids);
    GOOD(get.metrics[0].nvmlReturn);
    EXPECT_IS(get.metrics[1].nvmlReturn, NVML_ERROR_INVALID_ARGUMENT);
    EXPECT_IS(get.metrics[2].nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(get.metrics[3].nvmlReturn, NVML_ERROR_INVALID_ARGUMENT);
    EXPECT_IS(get.metrics[4].nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
    get.version = 2;
    EXPECT_IS(nvmlGpmMetricsGet(&get), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
}

const struct test gpm_tests[] = {
    {"gpm: a metric is the mean between two samples", a_metric_is_the_mean_between_two_samples},
    {"gpm: instances have their own", instances_have_their_own},
    {"gpm: unknown metrics fail one by one", unknown_metrics_fail_one_by_one},
    {NULL, NULL},
};
