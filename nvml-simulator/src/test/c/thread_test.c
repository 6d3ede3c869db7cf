// SPDX-License-Identifier: Apache-2.0
/* Many threads, an edited file and sessions that come and go, for the sanitizers to watch. */
#include "check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { THREADS = 6 };
static atomic_bool stop;
static atomic_int calls;

#define NODE_OF(sm)                                                                                                                \
    NODE("580.1")                                                                                                                  \
    "clock: {speed: 50}\ndevices:\n"                                                                                               \
    "  - {model: H100-SXM5-80GB, count: 2, load: {sm: " sm ", nvlinkTx: 500}, processes: [{pid: 1, name: a, memory: 1GiB}]}\n"     \
    "  - model: H100-SXM5-80GB\n    mig: {mode: enabled, instances: [{profile: 1g.10gb, id: 7, start: 0}]}\n"                      \
    "events:\n  - {at: 1s, device: 0, xid: 31, repeat: {every: 1s, times: 5000}}\n"                                                \
    "  - {at: 2s, device: 2, mig: {mode: enabled, instances: [{profile: 3g.40gb, id: 2, start: 4}]}}\n"                            \
    "faults:\n  - {function: nvmlDeviceGetPowerUsage, device: 1, delay: 1ms}\n"

static void read_gpu(nvmlDevice_t device)
{
    char text[96];
    nvmlUtilization_t utilization;
    nvmlMemory_t memory;
    nvmlFieldValue_t values[] = {{.fieldId = NVML_FI_DEV_ENERGY},
                                 {.fieldId = NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, .scopeId = 0xFFFFFFFF}};
    nvmlProcessInfo_t infos[8];
    unsigned value, count = 8;
    nvmlDevice_t mig;
    nvmlDeviceGetUUID(device, text, sizeof text);
    nvmlDeviceGetUtilizationRates(device, &utilization);
    nvmlDeviceGetMemoryInfo(device, &memory);
    nvmlDeviceGetFieldValues(device, 2, values);
    nvmlDeviceGetComputeRunningProcesses_v3(device, &count, infos);
    nvmlDeviceGetPowerUsage(device, &value);
    nvmlDeviceSetPowerManagementLimit(device, 300000 + value % 100000);
    if (nvmlDeviceGetMigDeviceHandleByIndex(device, 0, &mig) == NVML_SUCCESS)
        nvmlDeviceGetName(mig, text, sizeof text);
    atomic_fetch_add(&calls, 8);
}

static void read_gpm(nvmlDevice_t device)
{
    nvmlGpmSample_t first, second;
    nvmlGpmMetricsGet_t get = {.version = 1, .numMetrics = 1};
    get.metrics[0].metricId = NVML_GPM_METRIC_SM_UTIL;
    if (nvmlGpmSampleAlloc(&first) != NVML_SUCCESS || nvmlGpmSampleAlloc(&second) != NVML_SUCCESS)
        return;
    nvmlGpmSampleGet(device, first);
    nvmlGpmSampleGet(device, second);
    get.sample1 = first;
    get.sample2 = second;
    nvmlGpmMetricsGet(&get);
    nvmlGpmSampleFree(first);
    nvmlGpmSampleFree(second);
}

static void partition(nvmlDevice_t device)
{
    nvmlGpuInstance_t instance;
    nvmlComputeInstance_t compute;
    if (nvmlDeviceCreateGpuInstance(device, 19, &instance) != NVML_SUCCESS)
        return;
    if (nvmlGpuInstanceCreateComputeInstance(instance, 0, &compute) == NVML_SUCCESS)
        nvmlComputeInstanceDestroy(compute);
    nvmlGpuInstanceDestroy(instance);
}

static void *read_everything(void *unused)
{
    (void)unused;
    while (!atomic_load(&stop))
        for (unsigned i = 0; i < 3; i++) {
            nvmlDevice_t device;
            if (nvmlDeviceGetHandleByIndex_v2(i, &device) != NVML_SUCCESS)
                continue;
            read_gpu(device);
            read_gpm(device);
            if (i == 2)
                partition(device);
        }
    return NULL;
}

static void *wait_for_events(void *unused)
{
    (void)unused;
    while (!atomic_load(&stop)) {
        nvmlEventSet_t set;
        nvmlDevice_t device;
        nvmlEventData_t data;
        if (nvmlEventSetCreate(&set) != NVML_SUCCESS)
            continue;
        if (nvmlDeviceGetHandleByIndex_v2(0, &device) == NVML_SUCCESS)
            nvmlDeviceRegisterEvents(device, nvmlEventTypeXidCriticalError, set);
        nvmlEventSetWait_v2(set, &data, 30);
        nvmlEventSetFree(set);
    }
    return NULL;
}

/* Initialises and shuts down beside the others, so that sessions overlap and sometimes end. */
static void *come_and_go(void *unused)
{
    (void)unused;
    while (!atomic_load(&stop)) {
        bool good = nvmlInit_v2() == NVML_SUCCESS;
        pause_ms(5);
        if (good)
            nvmlShutdown();
    }
    return NULL;
}

static void run_threads(bool sessions_end)
{
    pthread_t threads[THREADS + 2];
    play(NODE_OF("10"));
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, read_everything, NULL);
    pthread_create(&threads[THREADS], NULL, wait_for_events, NULL);
    pthread_create(&threads[THREADS + 1], NULL, come_and_go, NULL);
    if (sessions_end)
        GOOD(nvmlShutdown());
    for (int i = 0; i < 15; i++) {
        pause_ms(110);
        if (i % 2)
            write_scenario(NODE_OF("80"));
        else
            write_scenario(NODE_OF("{wave: {min: 1, max: 9, period: 3s}}"));
    }
    AWAIT(atomic_load(&calls) > 100);
    atomic_store(&stop, true);
    for (int i = 0; i < THREADS + 2; i++)
        pthread_join(threads[i], NULL);
}

static void many_threads_and_an_edited_file(void)
{
    run_threads(false);
    GOOD(nvmlShutdown());
}

static void many_threads_and_sessions_that_end(void)
{
    run_threads(true);
}

const struct test thread_tests[] = {
    {"threads: many, and an edited file", many_threads_and_an_edited_file},
    {"threads: many, and sessions that end", many_threads_and_sessions_that_end},
    {NULL, NULL},
};
