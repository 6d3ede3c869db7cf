// SPDX-License-Identifier: Apache-2.0
/*
 * The NVML calls of one sampling pass of the agent, made from C: what the library itself costs, against which the agent's own
 * pass is measured. Loads libnvidia-ml.so.1 as any client does, so LD_LIBRARY_PATH chooses between the simulator and a driver.
 *
 * usage: sampling_pass [passes [pause]]     default 2000 passes without a pause; milliseconds between two passes, as an agent
 *                                           has them, which leave the caches to others
 *
 * Prints the median and the 99th percentile of a whole pass over all GPUs, then of each call, in microseconds. Calls are timed
 * one by one in passes of their own, so that reading the clock does not count in the figure of the pass.
 */
#define _GNU_SOURCE
#include "nvml_abi.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_GPUS = 64, MAX_PROCESSES = 128, MAX_SAMPLES = 256, FIELDS = 17, GPM_METRICS = 12, ALL_LINKS = -1 };

/* DCGM's default profiling metrics: engine, SM, occupancy, tensor, DRAM, FP64, FP32, FP16, PCIe both ways, NVLink both ways. */
static const unsigned gpm_metrics[GPM_METRICS] = {1, 2, 3, 5, 10, 11, 12, 13, 20, 21, 60, 61};

/* Field values of a pass, all in one call: {field id, scope}. */
static const unsigned fields[FIELDS][2] = {
    {82, 0},                                          /* memory temperature, °C */
    {83, 0},                                          /* energy, mJ */
    {94, 0},                                          /* PCIe replays */
    {142, 0}, {143, 0}, {144, 0}, {145, 0},           /* remapped rows: correctable, uncorrectable, pending, failed */
    {138, ALL_LINKS}, {139, ALL_LINKS},               /* NVLink data sent and received over all links, KiB */
    {197, 0}, {198, 0},                               /* PCIe bytes sent and received */
    {74, 0}, {75, 0},                                 /* violation time: power, thermal, ns */
    {3, 0}, {4, 0}, {5, 0}, {6, 0},                   /* ECC totals: single and double bit, volatile and aggregate */
};

/* One GPU and the buffers its calls write to, kept from pass to pass. */
struct gpu {
    nvmlDevice_t device;
    nvmlUtilization_t utilization;
    unsigned first, second;
    unsigned long long word;
    nvmlMemory_v2_t memory;
    nvmlBAR1Memory_t bar1;
    nvmlTemperature_t temperature;
    nvmlPstates_t state;
    nvmlFieldValue_t values[FIELDS];
    nvmlProcessInfo_t processes[MAX_PROCESSES];
    nvmlProcessUtilizationSample_t samples[MAX_SAMPLES];
    unsigned long long last_seen;
    nvmlGridLicensableFeatures_t licences;
    bool gpm;
    nvmlGpmSample_t earlier, latest;
    nvmlGpmMetricsGet_t metrics;
};

static struct gpu gpus[MAX_GPUS];
static unsigned gpu_count;

/* A call of the pass. `function` is what dlsym found for `symbol`; FN gives it the type of its declaration back. */
struct step {
    const char *symbol;
    nvmlReturn_t (*call)(void *function, struct gpu *gpu);
    const char *reads;
    void *function;
    nvmlReturn_t answer; /* the last answer that was not SUCCESS */
};

#define FN(name) ((__typeof__(&name))function)

static nvmlReturn_t utilization(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetUtilizationRates)(g->device, &g->utilization);
}

static nvmlReturn_t encoder(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetEncoderUtilization)(g->device, &g->first, &g->second);
}

static nvmlReturn_t decoder(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetDecoderUtilization)(g->device, &g->first, &g->second);
}

static nvmlReturn_t memory(void *function, struct gpu *g)
{
    g->memory.version = 0x02000028;
    return FN(nvmlDeviceGetMemoryInfo_v2)(g->device, &g->memory);
}

static nvmlReturn_t bar1(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetBAR1MemoryInfo)(g->device, &g->bar1);
}

static nvmlReturn_t sm_clock(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetClockInfo)(g->device, NVML_CLOCK_SM, &g->first);
}

static nvmlReturn_t memory_clock(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetClockInfo)(g->device, NVML_CLOCK_MEM, &g->first);
}

static nvmlReturn_t event_reasons(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetCurrentClocksEventReasons)(g->device, &g->word);
}

static nvmlReturn_t performance_state(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetPerformanceState)(g->device, &g->state);
}

static nvmlReturn_t temperature(void *function, struct gpu *g)
{
    g->temperature = (nvmlTemperature_t){.version = 0x0100000c, .sensorType = NVML_TEMPERATURE_GPU};
    return FN(nvmlDeviceGetTemperatureV)(g->device, &g->temperature);
}

static nvmlReturn_t power(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetPowerUsage)(g->device, &g->first);
}

static nvmlReturn_t pcie_replays(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetPcieReplayCounter)(g->device, &g->first);
}

static nvmlReturn_t mig_mode(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetMigMode)(g->device, &g->first, &g->second);
}

static nvmlReturn_t field_values(void *function, struct gpu *g)
{
    memset(g->values, 0, sizeof g->values);
    for (int i = 0; i < FIELDS; i++) {
        g->values[i].fieldId = fields[i][0];
        g->values[i].scopeId = fields[i][1];
    }
    return FN(nvmlDeviceGetFieldValues)(g->device, FIELDS, g->values);
}

static nvmlReturn_t compute_processes(void *function, struct gpu *g)
{
    unsigned count = MAX_PROCESSES;
    return FN(nvmlDeviceGetComputeRunningProcesses_v3)(g->device, &count, g->processes);
}

/* NOT_FOUND is the usual answer when nothing is newer than the last sample seen. */
static nvmlReturn_t process_utilization(void *function, struct gpu *g)
{
    unsigned count = MAX_SAMPLES;
    nvmlReturn_t answer = FN(nvmlDeviceGetProcessUtilization)(g->device, g->samples, &count, g->last_seen);
    for (unsigned i = 0; answer == NVML_SUCCESS && i < count; i++)
        if (g->samples[i].timeStamp > g->last_seen)
            g->last_seen = g->samples[i].timeStamp;
    return answer;
}

static nvmlReturn_t licences(void *function, struct gpu *g)
{
    return FN(nvmlDeviceGetGridLicensableFeatures_v4)(g->device, &g->licences);
}

static nvmlReturn_t gpm_sample(void *function, struct gpu *g)
{
    return g->gpm ? FN(nvmlGpmSampleGet)(g->device, g->latest) : NVML_ERROR_NOT_SUPPORTED;
}

/* Between the sample of the start and the newest one: NVML wants 100 ms between two, which passes in a tight loop do not have. */
static nvmlReturn_t gpm_metrics_between(void *function, struct gpu *g)
{
    if (!g->gpm)
        return NVML_ERROR_NOT_SUPPORTED;
    g->metrics.version = 1;
    g->metrics.numMetrics = GPM_METRICS;
    g->metrics.sample1 = g->earlier;
    g->metrics.sample2 = g->latest;
    for (int i = 0; i < GPM_METRICS; i++)
        g->metrics.metrics[i].metricId = gpm_metrics[i];
    return FN(nvmlGpmMetricsGet)(&g->metrics);
}

/* The pass, in the agent's order for its default metrics. A call the library lacks is skipped, as the agent skips it. */
static struct step steps[] = {
    {.symbol = "nvmlDeviceGetUtilizationRates", .call = utilization, .reads = "GPU and memory utilization"},
    {.symbol = "nvmlDeviceGetEncoderUtilization", .call = encoder, .reads = "encoder utilization"},
    {.symbol = "nvmlDeviceGetDecoderUtilization", .call = decoder, .reads = "decoder utilization"},
    {.symbol = "nvmlDeviceGetMemoryInfo_v2", .call = memory, .reads = "frame buffer total, used, free, reserved"},
    {.symbol = "nvmlDeviceGetBAR1MemoryInfo", .call = bar1, .reads = "BAR1 memory"},
    {.symbol = "nvmlDeviceGetClockInfo", .call = sm_clock, .reads = "SM clock"},
    {.symbol = "nvmlDeviceGetClockInfo", .call = memory_clock, .reads = "memory clock"},
    {.symbol = "nvmlDeviceGetCurrentClocksEventReasons", .call = event_reasons, .reads = "clock event reasons"},
    {.symbol = "nvmlDeviceGetPerformanceState", .call = performance_state, .reads = "performance state"},
    {.symbol = "nvmlDeviceGetTemperatureV", .call = temperature, .reads = "core temperature"},
    {.symbol = "nvmlDeviceGetPowerUsage", .call = power, .reads = "power"},
    {.symbol = "nvmlDeviceGetPcieReplayCounter", .call = pcie_replays, .reads = "PCIe replays"},
    {.symbol = "nvmlDeviceGetMigMode", .call = mig_mode, .reads = "MIG mode"},
    {.symbol = "nvmlDeviceGetFieldValues", .call = field_values, .reads = "17 field values in one call"},
    {.symbol = "nvmlDeviceGetComputeRunningProcesses_v3", .call = compute_processes, .reads = "compute processes"},
    {.symbol = "nvmlDeviceGetProcessUtilization", .call = process_utilization, .reads = "utilization by process"},
    {.symbol = "nvmlDeviceGetGridLicensableFeatures_v4", .call = licences, .reads = "vGPU licence"},
    {.symbol = "nvmlGpmSampleGet", .call = gpm_sample, .reads = "profiling counters, sample"},
    {.symbol = "nvmlGpmMetricsGet", .call = gpm_metrics_between, .reads = "12 profiling metrics from two samples"},
};
enum { STEPS = sizeof steps / sizeof *steps };

static void fail(const char *what, nvmlReturn_t code)
{
    fprintf(stderr, "%s failed with %d\n", what, (int)code);
    exit(1);
}

static void *must(void *library, const char *symbol)
{
    void *found = dlsym(library, symbol);
    if (!found) {
        fprintf(stderr, "the library has no %s\n", symbol);
        exit(1);
    }
    return found;
}

#define CALL(library, name) ((__typeof__(&name))must(library, #name))

static void prepare_gpm(void *library, struct gpu *g)
{
    nvmlGpmSupport_t support = {.version = 1};
    g->gpm = dlsym(library, "nvmlGpmQueryDeviceSupport")
        && CALL(library, nvmlGpmQueryDeviceSupport)(g->device, &support) == NVML_SUCCESS && support.isSupportedDevice
        && CALL(library, nvmlGpmSampleAlloc)(&g->earlier) == NVML_SUCCESS && CALL(library, nvmlGpmSampleAlloc)(&g->latest) == NVML_SUCCESS
        && CALL(library, nvmlGpmSampleGet)(g->device, g->earlier) == NVML_SUCCESS;
}

static void prepare(void *library)
{
    nvmlReturn_t answer = CALL(library, nvmlInit_v2)();
    if (answer != NVML_SUCCESS)
        fail("nvmlInit_v2", answer);
    if ((answer = CALL(library, nvmlDeviceGetCount_v2)(&gpu_count)) != NVML_SUCCESS)
        fail("nvmlDeviceGetCount_v2", answer);
    if (gpu_count > MAX_GPUS)
        gpu_count = MAX_GPUS;
    for (unsigned i = 0; i < gpu_count; i++) {
        if ((answer = CALL(library, nvmlDeviceGetHandleByIndex_v2)(i, &gpus[i].device)) != NVML_SUCCESS)
            fail("nvmlDeviceGetHandleByIndex_v2", answer);
        prepare_gpm(library, &gpus[i]);
    }
    for (int s = 0; s < STEPS; s++)
        steps[s].function = dlsym(library, steps[s].symbol);
    nanosleep(&(struct timespec){.tv_nsec = 150000000}, NULL);
}

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void run(struct step *step, struct gpu *gpu)
{
    if (!step->function)
        return;
    nvmlReturn_t answer = step->call(step->function, gpu);
    if (answer != NVML_SUCCESS)
        step->answer = answer;
}

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static double percentile(uint64_t *sorted, size_t count, double share)
{
    size_t rank = (size_t)(share * (double)(count - 1) + 0.5);
    return (double)sorted[rank] / 1000.0;
}

static void print_row(const char *name, const char *note, uint64_t *nanoseconds, size_t count)
{
    qsort(nanoseconds, count, sizeof *nanoseconds, by_size);
    printf("%-42s %10.3f %10.3f   %s\n", name, percentile(nanoseconds, count, 0.5), percentile(nanoseconds, count, 0.99), note);
}

static void measure_passes(uint64_t *taken, size_t passes, long pause)
{
    struct timespec rest = {pause / 1000, pause % 1000 * 1000000};
    for (size_t pass = 0; pass < passes; pass++) {
        if (pause > 0)
            nanosleep(&rest, NULL);
        uint64_t begin = now();
        for (unsigned g = 0; g < gpu_count; g++)
            for (int s = 0; s < STEPS; s++)
                run(&steps[s], &gpus[g]);
        taken[pass] = now() - begin;
    }
    char note[64];
    snprintf(note, sizeof note, "%u GPUs, %zu passes", gpu_count, passes);
    print_row("pass", note, taken, passes);
}

static void measure_calls(uint64_t *taken, size_t passes)
{
    for (int s = 0; s < STEPS; s++) {
        size_t count = 0;
        for (size_t pass = 0; pass < passes; pass++)
            for (unsigned g = 0; g < gpu_count; g++) {
                uint64_t begin = now();
                run(&steps[s], &gpus[g]);
                taken[count++] = now() - begin;
            }
        char note[160];
        if (!steps[s].function)
            snprintf(note, sizeof note, "%s (not in this library)", steps[s].reads);
        else if (steps[s].answer)
            snprintf(note, sizeof note, "%s (some answered %d)", steps[s].reads, (int)steps[s].answer);
        else
            snprintf(note, sizeof note, "%s", steps[s].reads);
        print_row(steps[s].symbol, note, taken, count);
    }
}

int main(int argc, char **argv)
{
    long passes = argc > 1 ? atol(argv[1]) : 2000;
    long pause = argc > 2 ? atol(argv[2]) : 0;
    if (passes < 1 || pause < 0 || argc > 3) {
        fprintf(stderr, "usage: sampling_pass [passes [pause]]\n");
        return 2;
    }
    void *library = dlopen("libnvidia-ml.so.1", RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    prepare(library);
    if (gpu_count == 0) {
        fprintf(stderr, "no GPU to measure\n");
        return 1;
    }
    uint64_t *taken = calloc((size_t)passes * gpu_count, sizeof *taken);
    if (!taken)
        return 1;
    printf("%-42s %10s %10s   reads\n", "microseconds", "median", "p99");
    measure_passes(taken, (size_t)passes, pause);
    measure_calls(taken, (size_t)passes);
    free(taken);
    CALL(library, nvmlShutdown)();
    return 0;
}
