// SPDX-License-Identifier: Apache-2.0
/* Readings of a device: protocols, versions, and that they fit together. */
#include "check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOADED H100 "    processes: [{pid: 7, name: a, memory: 10GiB, sm: 60}]\n    load: {fb: 1GiB}\n"

static void used_memory_counts_reserved_in_v1_only(void)
{
    nvmlMemory_t v1;
    nvmlMemory_v2_t v2 = {.version = VERSION_nvmlMemory_v2};
    play(LOADED);
    GOOD(nvmlDeviceGetMemoryInfo(gpu(0), &v1));
    GOOD(nvmlDeviceGetMemoryInfo_v2(gpu(0), &v2));
    EXPECT_IS(v2.total, 81559LL << 20);
    EXPECT_IS(v2.reserved, 480LL << 20);
    EXPECT_IS(v2.used, 11LL << 30);
    EXPECT_IS(v2.reserved + v2.used + v2.free, v2.total);
    EXPECT_IS(v1.used, v2.used + v2.reserved);
    EXPECT_IS(v1.used + v1.free, v1.total);
}

static void wrong_versions_are_refused(void)
{
    nvmlMemory_v2_t memory = {.version = VERSION_nvmlMemory_v2 + 1};
    nvmlPciInfoExt_t pci = {.version = 0};
    nvmlMarginTemperature_t margin = {.version = sizeof margin | 2u << 24};
    nvmlPlatformInfo_t platform = {.version = VERSION_nvmlPlatformInfo_v2};
    nvmlNvLinkInfo_t links = {.version = VERSION_nvmlNvLinkInfo_v1};
    play(NODE("580.1") "devices: [{model: B200}]\n");
    EXPECT_IS(nvmlDeviceGetMemoryInfo_v2(gpu(0), &memory), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
    EXPECT_IS(nvmlDeviceGetPciInfoExt(gpu(0), &pci), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
    EXPECT_IS(nvmlDeviceGetMarginTemperature(gpu(0), &margin), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
    GOOD(nvmlDeviceGetPlatformInfo(gpu(0), &platform));
    platform.version = VERSION_nvmlPlatformInfo_v1;
    GOOD(nvmlDeviceGetPlatformInfo(gpu(0), &platform));
    GOOD(nvmlDeviceGetNvLinkInfo(gpu(0), &links));
}

static void a_driver_knows_the_versions_of_its_time(void)
{
    nvmlGpuFabricInfoV_t info = {.version = VERSION_nvmlGpuFabricInfo_v3};
    const char *device = "devices: [{model: H100-SXM5-80GB, fabric: {state: completed, health: degraded, cliqueId: 3}}]\n";
    play("description: d\ndriver: {version: 570.1}\n%s", device);
    EXPECT_IS(nvmlDeviceGetGpuFabricInfoV(gpu(0), &info), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
    info.version = VERSION_nvmlGpuFabricInfo_v2;
    info.healthSummary = 77;
    GOOD(nvmlDeviceGetGpuFabricInfoV(gpu(0), &info));
    EXPECT_IS(info.healthSummary, 77);
    GOOD(nvmlShutdown());
    play("description: d\ndriver: {version: 580.1}\n%s", device);
    info.version = VERSION_nvmlGpuFabricInfo_v3;
    GOOD(nvmlDeviceGetGpuFabricInfoV(gpu(0), &info));
    EXPECT_IS(info.healthSummary, NVML_GPU_FABRIC_HEALTH_SUMMARY_LIMITED_CAPACITY);
    EXPECT_IS(info.healthMask & 3, NVML_GPU_FABRIC_HEALTH_MASK_DEGRADED_BW_TRUE);
    EXPECT_IS(info.cliqueId, 3);
    EXPECT_IS(info.state, NVML_GPU_FABRIC_STATE_COMPLETED);
}

static void old_pci_layouts_end_where_they_ended(void)
{
    unsigned char room[sizeof(nvmlPciInfo_t)];
    nvmlPciInfo_t now;
    play(H100);
    memset(room, 0xAA, sizeof room);
    GOOD(nvmlDeviceGetPciInfo(gpu(0), (nvmlPciInfo_t *)(void *)room));
    EXPECT_IS(room[32], 0xAA);
    GOOD(nvmlDeviceGetPciInfo_v2(gpu(0), (nvmlPciInfo_t *)(void *)room));
    EXPECT_IS(room[52], 0xAA);
    GOOD(nvmlDeviceGetPciInfo_v3(gpu(0), &now));
    EXPECT_IS(now.pciDeviceId, 0x233010DE);
    EXPECT_IS(memcmp(room + 28, &now.pciDeviceId, 4), 0);
}

static void supported_clocks_tell_their_number_first(void)
{
    unsigned clocks[200], count = 0;
    play(H100);
    EXPECT_IS(nvmlDeviceGetSupportedMemoryClocks(gpu(0), &count, NULL), NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(count, 2);
    GOOD(nvmlDeviceGetSupportedMemoryClocks(gpu(0), &count, clocks));
    EXPECT_IS(clocks[0], 2619);
    count = 5;
    EXPECT_IS(nvmlDeviceGetSupportedGraphicsClocks(gpu(0), 2619, &count, clocks), NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(count, 110);
    GOOD(nvmlDeviceGetSupportedGraphicsClocks(gpu(0), 2619, &count, clocks));
    EXPECT_IS(clocks[0], 1980);
    EXPECT_IS(clocks[109], 345);
    EXPECT_IS(nvmlDeviceGetSupportedGraphicsClocks(gpu(0), 2000, &count, clocks), NVML_ERROR_NOT_FOUND);
}

static unsigned power_now(void)
{
    unsigned power = 0;
    GOOD(nvmlDeviceGetPowerUsage(gpu(0), &power));
    return power;
}

static void energy_is_the_integral_of_power(void)
{
    unsigned long long first, second;
    double sum = 0;
    for (int t = 300; t < 400; t++) { /* tenths of seconds; the power shown is the mean of the second before */
        play(NODE("580.1") "clock: {fixed: %d.%ds}\ndevices:\n  - model: H100-SXM5-80GB\n    counters: {energy: 5000000}\n"
                           "    load: {sm: {wave: {min: 10, max: 90, period: 37s}}}\n",
             t / 10, t % 10);
        if (t == 300)
            GOOD(nvmlDeviceGetTotalEnergyConsumption(gpu(0), &first));
        if (t % 10 == 0 && t > 300)
            sum += power_now();
        GOOD(nvmlShutdown());
    }
    play(NODE("580.1") "clock: {fixed: 39s}\ndevices:\n  - model: H100-SXM5-80GB\n    counters: {energy: 5000000}\n"
                       "    load: {sm: {wave: {min: 10, max: 90, period: 37s}}}\n");
    GOOD(nvmlDeviceGetTotalEnergyConsumption(gpu(0), &second));
    EXPECT_NEAR(second - first, sum, 20);
    EXPECT(first > 5000000);
}

static void power_temperature_and_clocks_follow_the_load(void)
{
    unsigned temperature, clock, power;
    unsigned long long reasons;
    nvmlPstates_t state;
    play(NODE("580.1") FROZEN("10s") "devices:\n  - {model: T4, temperatureIdle: 30, temperatureRise: 40}\n"
                                     "  - {model: T4, temperatureIdle: 30, temperatureRise: 40, load: {sm: 100}}\n"
                                     "  - {model: T4, temperatureIdle: 30, temperatureRise: 40, load: {sm: 50}}\n");
    GOOD(nvmlDeviceGetPowerUsage(gpu(0), &power));
    EXPECT_IS(power, 33510);
    GOOD(nvmlDeviceGetPerformanceState(gpu(0), &state));
    EXPECT_IS(state, NVML_PSTATE_8);
    GOOD(nvmlDeviceGetClockInfo(gpu(0), NVML_CLOCK_MEM, &clock));
    EXPECT_IS(clock, 405);
    GOOD(nvmlDeviceGetCurrentClocksEventReasons(gpu(0), &reasons));
    EXPECT_IS(reasons, nvmlClocksEventReasonGpuIdle);
    GOOD(nvmlDeviceGetPowerUsage(gpu(1), &power));
    EXPECT_IS(power, 70000);
    GOOD(nvmlDeviceGetTemperature(gpu(1), NVML_TEMPERATURE_GPU, &temperature));
    EXPECT_IS(temperature, 70);
    GOOD(nvmlDeviceGetCurrentClocksEventReasons(gpu(1), &reasons));
    EXPECT_IS(reasons, nvmlClocksEventReasonSwPowerCap);
    GOOD(nvmlDeviceGetClockInfo(gpu(1), NVML_CLOCK_GRAPHICS, &clock));
    EXPECT(clock < 1590 && clock > 1300);
    GOOD(nvmlDeviceGetTemperature(gpu(2), NVML_TEMPERATURE_GPU, &temperature));
    EXPECT_IS(temperature, 50);
    GOOD(nvmlDeviceGetClockInfo(gpu(2), NVML_CLOCK_GRAPHICS, &clock));
    EXPECT_IS(clock, 1590);
    GOOD(nvmlDeviceGetPerformanceState(gpu(2), &state));
    EXPECT_IS(state, NVML_PSTATE_0);
}

static void heat_holds_the_clocks_back(void)
{
    unsigned long long reasons;
    nvmlViolationTime_t violation;
    play(H100_AT("20s") "    temperatureIdle: 30\n    load: {sm: 50, temperature: {ramp: {from: 40, to: 100, over: 20s}}}\n");
    GOOD(nvmlDeviceGetCurrentClocksEventReasons(gpu(0), &reasons));
    EXPECT_IS(reasons, nvmlClocksEventReasonSwThermalSlowdown | nvmlClocksThrottleReasonHwThermalSlowdown |
                           nvmlClocksThrottleReasonHwSlowdown);
    GOOD(nvmlDeviceGetViolationStatus(gpu(0), NVML_PERF_POLICY_THERMAL, &violation));
    EXPECT_NEAR(violation.violationTime, 4e9, 1e6); /* 88 °C and more: the last 4 s of the ramp */
}

static void a_lower_limit_lowers_power_and_keeps_the_energy(void)
{
    unsigned limit;
    unsigned long long before, after;
    play(H100_AT("100s") "    load: {sm: 100}\n");
    if (geteuid() != 0)
        return;
    GOOD(nvmlDeviceGetTotalEnergyConsumption(gpu(0), &before));
    GOOD(nvmlDeviceSetPowerManagementLimit(gpu(0), 400000));
    GOOD(nvmlDeviceGetEnforcedPowerLimit(gpu(0), &limit));
    EXPECT_IS(limit, 400000);
    EXPECT_IS(power_now(), 400000);
    GOOD(nvmlDeviceGetTotalEnergyConsumption(gpu(0), &after));
    EXPECT_NEAR(after, before, 1);
    EXPECT_IS(nvmlDeviceSetPowerManagementLimit(gpu(0), 800000), NVML_ERROR_INVALID_ARGUMENT);
}

/* As a driver keeps it: another process sees it, whoever wrote it, and a driver loaded anew has forgotten. */
static void the_compute_mode_outlasts_the_process_where_a_folder_is_named(void)
{
    char folder[] = "/tmp/nvml-simulator-XXXXXX", file[256], uuid[96];
    nvmlComputeMode_t mode;
    EXPECT(mkdtemp(folder) != NULL);
    setenv("NVML_SIMULATOR_STATE", folder, 1);
    play(H100);
    GOOD(nvmlDeviceGetUUID(gpu(0), uuid, sizeof uuid));
    snprintf(file, sizeof file, "%s/%s.compute-mode", folder, uuid);
    FILE *other = fopen(file, "w");
    EXPECT(other != NULL);
    fputs("prohibited\n", other);
    fclose(other);
    GOOD(nvmlDeviceGetComputeMode(gpu(0), &mode));
    EXPECT_IS(mode, NVML_COMPUTEMODE_PROHIBITED);
    if (geteuid() == 0) {
        GOOD(nvmlDeviceSetComputeMode(gpu(0), NVML_COMPUTEMODE_EXCLUSIVE_PROCESS));
        GOOD(nvmlDeviceGetComputeMode(gpu(0), &mode));
        EXPECT_IS(mode, NVML_COMPUTEMODE_EXCLUSIVE_PROCESS);
    }
    unlink(file);
    GOOD(nvmlDeviceGetComputeMode(gpu(0), &mode));
    EXPECT_IS(mode, NVML_COMPUTEMODE_DEFAULT);
    rmdir(folder);
    if (geteuid() == 0)
        EXPECT_IS(nvmlDeviceSetComputeMode(gpu(0), NVML_COMPUTEMODE_PROHIBITED), NVML_ERROR_UNKNOWN);
    unsetenv("NVML_SIMULATOR_STATE");
}

static void settings_are_kept(void)
{
    nvmlComputeMode_t mode;
    nvmlEnableState_t enabled, pending;
    unsigned clock;
    if (geteuid() != 0)
        return;
    play(H100 "    load: {sm: 50}\n");
    GOOD(nvmlDeviceSetComputeMode(gpu(0), NVML_COMPUTEMODE_EXCLUSIVE_PROCESS));
    GOOD(nvmlDeviceGetComputeMode(gpu(0), &mode));
    EXPECT_IS(mode, NVML_COMPUTEMODE_EXCLUSIVE_PROCESS);
    GOOD(nvmlDeviceSetPersistenceMode(gpu(0), NVML_FEATURE_ENABLED));
    GOOD(nvmlDeviceGetPersistenceMode(gpu(0), &enabled));
    EXPECT_IS(enabled, NVML_FEATURE_ENABLED);
    GOOD(nvmlDeviceSetGpuLockedClocks(gpu(0), 1000, 1200));
    GOOD(nvmlDeviceGetClockInfo(gpu(0), NVML_CLOCK_SM, &clock));
    EXPECT_IS(clock, 1200);
    GOOD(nvmlDeviceResetGpuLockedClocks(gpu(0)));
    GOOD(nvmlDeviceGetClockInfo(gpu(0), NVML_CLOCK_SM, &clock));
    EXPECT_IS(clock, 1980);
    GOOD(nvmlDeviceSetEccMode(gpu(0), NVML_FEATURE_DISABLED));
    GOOD(nvmlDeviceGetEccMode(gpu(0), &enabled, &pending));
    EXPECT_IS(enabled * 2 + pending, 2);
}

static void applications_clocks_are_deprecated_from_590_on(void)
{
    unsigned clock;
    nvmlEnableState_t display;
    play(H100);
    GOOD(nvmlDeviceGetApplicationsClock(gpu(0), NVML_CLOCK_GRAPHICS, &clock));
    GOOD(nvmlShutdown());
    play(NODE("590.1") "devices: [{model: H100-SXM5-80GB}]\n");
    EXPECT_IS(nvmlDeviceGetApplicationsClock(gpu(0), NVML_CLOCK_GRAPHICS, &clock), NVML_ERROR_DEPRECATED);
    EXPECT_IS(nvmlDeviceGetDisplayMode(gpu(0), &display), NVML_ERROR_DEPRECATED);
}

static void unknown_figures_are_not_supported(void)
{
    unsigned value;
    char text[80];
    play(H100 "    override: {max_clocks_mhz: {video: null}, vbios_version: null, memory: {bar1_total_mib: null}}\n");
    nvmlBAR1Memory_t bar1;
    EXPECT_IS(nvmlDeviceGetMaxClockInfo(gpu(0), NVML_CLOCK_VIDEO, &value), NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlDeviceGetVbiosVersion(gpu(0), text, sizeof text), NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlDeviceGetBAR1MemoryInfo(gpu(0), &bar1), NVML_ERROR_NOT_SUPPORTED);
    GOOD(nvmlDeviceGetMaxClockInfo(gpu(0), NVML_CLOCK_GRAPHICS, &value));
}

static void memory_errors_are_counters_and_events(void)
{
    unsigned long long count;
    unsigned corrected, uncorrected, pending, failure;
    nvmlRowRemapperHistogramValues_t banks;
    play(H100_AT("60s") "    counters: {eccSbeVolatile: 4, eccDbeAggregate: 7, remappedCorrectable: 2, remappedUncorrectable: 1, "
                        "remapPending: 1}\n"
                        "events:\n  - {at: 10s, device: 0, type: doubleBitEcc}\n  - {at: 20s, device: 0, type: singleBitEcc, "
                        "repeat: {every: 10s, times: 9}}\n");
    GOOD(nvmlDeviceGetTotalEccErrors(gpu(0), NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_VOLATILE_ECC, &count));
    EXPECT_IS(count, 9);
    GOOD(nvmlDeviceGetTotalEccErrors(gpu(0), NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_AGGREGATE_ECC, &count));
    EXPECT_IS(count, 8);
    GOOD(nvmlDeviceGetRemappedRows(gpu(0), &corrected, &uncorrected, &pending, &failure));
    EXPECT_IS(corrected * 1000 + uncorrected * 100 + pending * 10 + failure, 2110);
    GOOD(nvmlDeviceGetRowRemapperHistogram(gpu(0), &banks));
    EXPECT_IS(banks.max + banks.high + banks.partial + banks.low + banks.none, 2560);
    if (geteuid() == 0) {
        GOOD(nvmlDeviceClearEccErrorCounts(gpu(0), NVML_VOLATILE_ECC));
        GOOD(nvmlDeviceGetTotalEccErrors(gpu(0), NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_VOLATILE_ECC, &count));
        EXPECT_IS(count, 0);
    }
}

static void retired_pages_tell_their_number_first(void)
{
    unsigned count = 0;
    unsigned long long pages[4];
    play(NODE("580.1") "devices: [{model: T4, counters: {retiredSbe: 3}}]\n");
    EXPECT_IS(nvmlDeviceGetRetiredPages(gpu(0), NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS, &count, NULL),
              NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(count, 3);
    GOOD(nvmlDeviceGetRetiredPages(gpu(0), NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS, &count, pages));
    EXPECT(pages[0] != pages[1]);
    GOOD(nvmlDeviceGetRetiredPages(gpu(0), NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR, &count, pages));
    EXPECT_IS(count, 0);
}

static void samples_lie_on_a_grid_and_are_given_once(void)
{
    nvmlValueType_t type;
    unsigned count = 0;
    nvmlSample_t samples[200];
    play(H100_AT("10s") "    load: {sm: 42}\n");
    GOOD(nvmlDeviceGetSamples(gpu(0), NVML_GPU_UTILIZATION_SAMPLES, 0, &type, &count, NULL));
    EXPECT_IS(count, 60); /* 0 s to 10 s, one each 167 ms */
    count = 200;
    GOOD(nvmlDeviceGetSamples(gpu(0), NVML_GPU_UTILIZATION_SAMPLES, 0, &type, &count, samples));
    EXPECT_IS(count, 60);
    EXPECT_IS(type, NVML_VALUE_TYPE_UNSIGNED_INT);
    EXPECT_IS(samples[59].sampleValue.uiVal, 42);
    EXPECT_IS(nvmlDeviceGetSamples(gpu(0), NVML_GPU_UTILIZATION_SAMPLES, samples[59].timeStamp, &type, &count, samples),
              NVML_ERROR_NOT_FOUND);
    count = 200;
    GOOD(nvmlDeviceGetSamples(gpu(0), NVML_GPU_UTILIZATION_SAMPLES, samples[50].timeStamp, &type, &count, samples));
    EXPECT_IS(count, 9);
    count = 200;
    GOOD(nvmlDeviceGetSamples(gpu(0), NVML_TOTAL_POWER_SAMPLES, 0, &type, &count, samples));
    EXPECT_IS(count, 120);
}

static void a_throughput_reading_takes_its_time(void)
{
    unsigned value;
    play(H100 "    load: {pcieTx: 1500}\n");
    double start = seconds_now();
    GOOD(nvmlDeviceGetPcieThroughput(gpu(0), NVML_PCIE_UTIL_TX_BYTES, &value));
    EXPECT(seconds_now() - start >= 0.019);
    EXPECT_NEAR(value, 1500000, 1);
}

/* What every real board answers; a client that meets a refusal here gives up the board. */
static void answers_what_every_board_answers(const char *board)
{
    nvmlDevice_t device = gpu(0);
    char text[96];
    unsigned value, other;
    int major, minor;
    nvmlMemory_t memory;
    nvmlBAR1Memory_t bar1;
    nvmlPciInfo_t pci;
    nvmlUtilization_t utilization;
    nvmlBrandType_t brand;
    nvmlComputeMode_t mode;
    nvmlPstates_t state;
    nvmlEnableState_t enabled;
    unsigned long long reasons;
    const struct {
        const char *what;
        nvmlReturn_t code;
    } answers[] = {{"name", nvmlDeviceGetName(device, text, sizeof text)},
                   {"UUID", nvmlDeviceGetUUID(device, text, sizeof text)},
                   {"serial", nvmlDeviceGetSerial(device, text, sizeof text)},
                   {"index", nvmlDeviceGetIndex(device, &value)},
                   {"minor number", nvmlDeviceGetMinorNumber(device, &value)},
                   {"brand", nvmlDeviceGetBrand(device, &brand)},
                   {"architecture", nvmlDeviceGetArchitecture(device, &value)},
                   {"compute capability", nvmlDeviceGetCudaComputeCapability(device, &major, &minor)},
                   {"PCI address", nvmlDeviceGetPciInfo_v3(device, &pci)},
                   {"PCIe generation", nvmlDeviceGetMaxPcieLinkGeneration(device, &value)},
                   {"PCIe width", nvmlDeviceGetMaxPcieLinkWidth(device, &value)},
                   {"memory", nvmlDeviceGetMemoryInfo(device, &memory)},
                   {"BAR1", nvmlDeviceGetBAR1MemoryInfo(device, &bar1)},
                   {"bus width", nvmlDeviceGetMemoryBusWidth(device, &value)},
                   {"utilization", nvmlDeviceGetUtilizationRates(device, &utilization)},
                   {"temperature", nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, &value)},
                   {"power", nvmlDeviceGetPowerUsage(device, &value)},
                   {"SM clock", nvmlDeviceGetClockInfo(device, NVML_CLOCK_SM, &value)},
                   {"memory clock", nvmlDeviceGetClockInfo(device, NVML_CLOCK_MEM, &value)},
                   {"clock event reasons", nvmlDeviceGetCurrentClocksEventReasons(device, &reasons)},
                   {"performance state", nvmlDeviceGetPerformanceState(device, &state)},
                   {"compute mode", nvmlDeviceGetComputeMode(device, &mode)},
                   {"persistence mode", nvmlDeviceGetPersistenceMode(device, &enabled)},
                   {"encoder", nvmlDeviceGetEncoderUtilization(device, &value, &other)},
                   {"decoder", nvmlDeviceGetDecoderUtilization(device, &value, &other)}};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (answers[i].code != NVML_SUCCESS)
            fail(__FILE__, __LINE__, "%s: %s answers %d", board, answers[i].what, answers[i].code);
}

static void every_board_answers_what_all_boards_answer(void)
{
    DIR *catalogue = opendir(CATALOGUE);
    int boards = 0;
    EXPECT(catalogue);
    for (struct dirent *entry; catalogue && (entry = readdir(catalogue));) {
        char *end = strstr(entry->d_name, ".yaml");
        if (!end)
            continue;
        *end = 0;
        play("description: d\ndriver: {version: 615.1}\ndevices: [{model: %s}]\n", entry->d_name);
        answers_what_every_board_answers(entry->d_name);
        GOOD(nvmlShutdown());
        boards++;
    }
    closedir(catalogue);
    EXPECT(boards >= 16);
}

const struct test device_tests[] = {
    {"device: every board answers what all boards answer", every_board_answers_what_all_boards_answer},
    {"device: used memory counts reserved in v1 only", used_memory_counts_reserved_in_v1_only},
    {"device: wrong struct versions are refused", wrong_versions_are_refused},
    {"device: a driver knows the struct versions of its time", a_driver_knows_the_versions_of_its_time},
    {"device: old PCI layouts end where they ended", old_pci_layouts_end_where_they_ended},
    {"device: supported clocks tell their number first", supported_clocks_tell_their_number_first},
    {"device: energy is the integral of power", energy_is_the_integral_of_power},
    {"device: power, temperature and clocks follow the load", power_temperature_and_clocks_follow_the_load},
    {"device: heat holds the clocks back", heat_holds_the_clocks_back},
    {"device: a lower limit lowers power and keeps the energy", a_lower_limit_lowers_power_and_keeps_the_energy},
    {"device: the compute mode outlasts the process where a folder is named",
     the_compute_mode_outlasts_the_process_where_a_folder_is_named},
    {"device: settings are kept", settings_are_kept},
    {"device: application clocks are deprecated from 590 on", applications_clocks_are_deprecated_from_590_on},
    {"device: unknown figures are not supported", unknown_figures_are_not_supported},
    {"device: memory errors are counters and events", memory_errors_are_counters_and_events},
    {"device: retired pages tell their number first", retired_pages_tell_their_number_first},
    {"device: samples lie on a grid and are given once", samples_lie_on_a_grid_and_are_given_once},
    {"device: a throughput reading takes its time", a_throughput_reading_takes_its_time},
    {NULL, NULL},
};
