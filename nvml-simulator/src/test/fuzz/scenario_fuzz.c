// SPDX-License-Identifier: Apache-2.0
/* One input is one scenario file. It is played, or refused with messages; whatever it is, nothing is read or written out of place. */
#include "nvml_abi.h"
#include "readings.h"
#include "scenario.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];
static int file = -1;

static void require(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "broken: %s\n", what);
    abort();
}

/* Each input has a modification time of its own, so that the library sees a new file. */
static void write_file(const uint8_t *data, size_t size)
{
    static time_t writes;
    if (file < 0) {
        file = memfd_create("scenario", MFD_CLOEXEC);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
        setenv("NVML_SIMULATOR_SCENARIO", path, 1);
    }
    require(file >= 0 && !ftruncate(file, 0) && pwrite(file, data, size, 0) == (ssize_t)size, "the file of the input is written");
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = ++writes}};
    require(!futimens(file, times), "the file has its time");
}

/* A file is played, or something is said about it: never both, never neither. */
static struct scenario *read_scenario(void)
{
    char *said = NULL;
    size_t length;
    FILE *out = open_memstream(&said, &length);
    require(out, "there is memory for messages");
    struct scenario *scenario = scenario_read(path, CATALOGUE, NULL, out);
    fclose(out);
    require(!scenario == (length > 0), "a file is played or refused");
    require(!length || said[length - 1] == '\n', "the last message ends its line");
    free(said);
    return scenario;
}

static void compute(const struct device *device, double t)
{
    struct affine power = power_of(device, device->id.model->power_default);
    struct affine temperature = temperature_of(device, device->id.model->power_default);
    struct memory_use memory = memory_of(device, -1, NULL, &device->play.load, t);
    struct carry counters = counters_at(device, device->id.model->power_default, t);
    require(affine_value(&power, t) >= 0, "power is no number below 0");
    require(affine_value(&temperature, t) > -300, "a temperature is one");
    require(memory.used >= 0 && memory.used + memory.reserved <= memory.total, "memory fits");
    require(counters.energy >= 0, "energy grows");
    for (int i = 0; i < device->play.process_count; i++)
        require(process_memory(&device->play.processes[i], t) >= 0, "a process has no memory below 0");
}

/* A fault that waits would only hold the fuzzer up. */
static bool waits(const struct scenario *scenario)
{
    for (int i = 0; i < scenario->fault_count; i++)
        if (scenario->faults[i].kind == FAULT_HANG || scenario->faults[i].kind == FAULT_DELAY)
            return true;
    return false;
}

static void call_device(nvmlDevice_t device)
{
    char text[96];
    unsigned value, more, count = 4;
    unsigned long long large;
    nvmlUtilization_t utilization;
    nvmlMemory_t memory;
    nvmlPciInfo_t pci;
    nvmlBAR1Memory_t bar1;
    nvmlDevice_t instance;
    nvmlProcessInfo_t infos[4];
    nvmlFieldValue_t values[] = {{.fieldId = NVML_FI_DEV_ENERGY},
                                 {.fieldId = NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, .scopeId = 0xFFFFFFFF}};
    nvmlDeviceGetUUID(device, text, sizeof text);
    nvmlDeviceGetName(device, text, sizeof text);
    nvmlDeviceGetSerial(device, text, sizeof text);
    nvmlDeviceGetPciInfo_v3(device, &pci);
    nvmlDeviceGetUtilizationRates(device, &utilization);
    nvmlDeviceGetMemoryInfo(device, &memory);
    nvmlDeviceGetBAR1MemoryInfo(device, &bar1);
    nvmlDeviceGetPowerUsage(device, &value);
    nvmlDeviceGetTotalEnergyConsumption(device, &large);
    nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, &value);
    nvmlDeviceGetClockInfo(device, NVML_CLOCK_SM, &value);
    nvmlDeviceGetEncoderUtilization(device, &value, &more);
    nvmlDeviceGetPcieThroughput(device, NVML_PCIE_UTIL_TX_BYTES, &value);
    nvmlDeviceGetPcieReplayCounter(device, &value);
    nvmlDeviceGetTotalEccErrors(device, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_VOLATILE_ECC, &large);
    nvmlDeviceGetFieldValues(device, 2, values);
    nvmlDeviceGetComputeRunningProcesses_v3(device, &count, infos);
    if (nvmlDeviceGetMigDeviceHandleByIndex(device, 0, &instance) == NVML_SUCCESS)
        nvmlDeviceGetMemoryInfo(instance, &memory);
}

/* A clock that runs would make each run another. */
static void call_library(const struct scenario *scenario)
{
    unsigned count;
    nvmlDevice_t device;
    if (scenario->clock.fixed)
        unsetenv("NVML_SIMULATOR_CLOCK");
    else
        setenv("NVML_SIMULATOR_CLOCK", "fixed:1000s", 1);
    if (nvmlInit_v2() != NVML_SUCCESS)
        return;
    if (nvmlDeviceGetCount_v2(&count) == NVML_SUCCESS)
        for (unsigned i = 0; i < count && i < 3; i++)
            if (nvmlDeviceGetHandleByIndex_v2(i, &device) == NVML_SUCCESS)
                call_device(device);
    nvmlShutdown();
}

/* The file as an edit of a node that already plays. */
static void graft(struct scenario *scenario)
{
    static struct scenario *node;
    if (!node)
        node = scenario_read(SCENARIOS "/dgx-a100-8-mig-mixed.yaml", CATALOGUE, NULL, stderr);
    require(node, "the node plays");
    scenario_graft(scenario, node);
    for (int i = 0; i < scenario->device_count; i++)
        compute(&scenario->devices[i], 30);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double times[] = {0, 0.5, 30, 1e6};
    write_file(data, size);
    struct scenario *scenario = read_scenario();
    if (!scenario)
        return 0;
    for (size_t t = 0; t < sizeof times / sizeof *times; t++)
        for (int i = 0; i < scenario->device_count; i++)
            compute(&scenario->devices[i], times[t]);
    if (!waits(scenario))
        call_library(scenario);
    graft(scenario);
    scenario_release(scenario);
    return 0;
}
