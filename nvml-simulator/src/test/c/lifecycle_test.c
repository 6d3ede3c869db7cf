// SPDX-License-Identifier: Apache-2.0
/* Init, shutdown, handles, and what the prologue of every call refuses. */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void nothing_works_before_init(void)
{
    unsigned count;
    EXPECT_IS(nvmlDeviceGetCount_v2(&count), NVML_ERROR_UNINITIALIZED);
    EXPECT_IS(nvmlShutdown(), NVML_ERROR_UNINITIALIZED);
    EXPECT_TEXT(nvmlErrorString(NVML_ERROR_GPU_IS_LOST), "GPU is lost");
    EXPECT_TEXT(nvmlErrorString((nvmlReturn_t)12345), "Unknown Error");
}

static void init_is_counted(void)
{
    unsigned count;
    play(H100);
    GOOD(nvmlInitWithFlags(0));
    GOOD(nvmlShutdown());
    GOOD(nvmlDeviceGetCount_v2(&count));
    EXPECT_IS(count, 1);
    GOOD(nvmlShutdown());
    EXPECT_IS(nvmlDeviceGetCount_v2(&count), NVML_ERROR_UNINITIALIZED);
}

static void init_needs_a_scenario(void)
{
    unsetenv("NVML_SIMULATOR_SCENARIO");
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_UNKNOWN);
    setenv("NVML_SIMULATOR_SCENARIO", "/nowhere/at-all.yaml", 1);
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_UNKNOWN);
    write_scenario("description: [unfinished");
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_UNKNOWN);
    play(H100);
}

static void init_answers_what_the_driver_block_says(void)
{
    write_scenario("description: d\ndriver: {version: 580.1, init: LIB_RM_VERSION_MISMATCH}\n");
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_LIB_RM_VERSION_MISMATCH);
    write_scenario("description: d\ndriver: {version: 580.1, init: DRIVER_NOT_LOADED}\n");
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_DRIVER_NOT_LOADED);
    play(NODE("580.1"));
    unsigned count = 9;
    GOOD(nvmlDeviceGetCount_v2(&count));
    EXPECT_IS(count, 0);
}

static void versions_come_from_the_driver_block(void)
{
    char text[80];
    int cuda;
    nvmlSystemDriverBranchInfo_t branch = {.version = VERSION_nvmlSystemDriverBranchInfo_v1};
    play("description: d\ndriver: {version: 590.48.01}\n");
    GOOD(nvmlSystemGetDriverVersion(text, sizeof text));
    EXPECT_TEXT(text, "590.48.01");
    GOOD(nvmlSystemGetNVMLVersion(text, sizeof text));
    EXPECT_TEXT(text, "13.590.48.01");
    GOOD(nvmlSystemGetCudaDriverVersion_v2(&cuda));
    EXPECT_IS(cuda, 13010);
    GOOD(nvmlSystemGetDriverBranch(&branch, sizeof branch.branch));
    EXPECT_TEXT(branch.branch, "r590_00");
}

static void a_text_needs_its_whole_buffer(void)
{
    char text[80];
    play(H100);
    EXPECT_IS(nvmlDeviceGetName(gpu(0), text, 21), NVML_ERROR_INSUFFICIENT_SIZE);
    GOOD(nvmlDeviceGetName(gpu(0), text, 22));
    EXPECT_TEXT(text, "NVIDIA H100 80GB HBM3");
    EXPECT_IS(nvmlDeviceGetUUID(gpu(0), text, 40), NVML_ERROR_INSUFFICIENT_SIZE);
    GOOD(nvmlDeviceGetUUID(gpu(0), text, 41));
    EXPECT_IS(nvmlDeviceGetName(gpu(0), NULL, 80), NVML_ERROR_INVALID_ARGUMENT);
}

static void foreign_and_stale_handles_are_refused(void)
{
    unsigned value;
    int local;
    play(H100);
    nvmlDevice_t old = gpu(0);
    EXPECT_IS(nvmlDeviceGetIndex(NULL, &value), NVML_ERROR_INVALID_ARGUMENT);
    EXPECT_IS(nvmlDeviceGetIndex((nvmlDevice_t)(void *)&local, &value), NVML_ERROR_INVALID_ARGUMENT);
    EXPECT_IS(nvmlDeviceGetIndex((nvmlDevice_t)((char *)old + 1), &value), NVML_ERROR_INVALID_ARGUMENT);
    EXPECT_IS(nvmlGpuInstanceDestroy((nvmlGpuInstance_t)(void *)old), NVML_ERROR_INVALID_ARGUMENT);
    GOOD(nvmlShutdown());
    GOOD(nvmlInit_v2());
    EXPECT_IS(nvmlDeviceGetIndex(old, &value), NVML_ERROR_INVALID_ARGUMENT);
    GOOD(nvmlDeviceGetIndex(gpu(0), &value));
}

static void functions_of_later_drivers_are_not_there(void)
{
    nvmlPdi_t pdi = {.version = VERSION_nvmlPdi_v1};
    nvmlTemperature_t degrees = {.version = VERSION_nvmlTemperature_v1};
    play(NODE("550.54.14") "devices: [{model: H100-SXM5-80GB}]\n");
    EXPECT_IS(nvmlDeviceGetPdi(gpu(0), &pdi), NVML_ERROR_FUNCTION_NOT_FOUND);
    EXPECT_IS(nvmlDeviceGetTemperatureV(gpu(0), &degrees), NVML_ERROR_FUNCTION_NOT_FOUND);
    GOOD(nvmlShutdown());
    play("description: d\ndriver: {version: 580.1, missing: [nvmlDeviceGetPdi, nvmlGpm*]}\ndevices: [{model: H100-SXM5-80GB}]\n");
    nvmlGpmSupport_t support = {.version = 1};
    EXPECT_IS(nvmlDeviceGetPdi(gpu(0), &pdi), NVML_ERROR_FUNCTION_NOT_FOUND);
    EXPECT_IS(nvmlGpmQueryDeviceSupport(gpu(0), &support), NVML_ERROR_FUNCTION_NOT_FOUND);
    GOOD(nvmlDeviceGetTemperatureV(gpu(0), &degrees));
}

static void older_boards_do_not_support_what_newer_ones_do(void)
{
    unsigned a, b, e, f;
    nvmlGpuFabricInfo_t fabric;
    nvmlGpmSupport_t support = {.version = 1};
    play(NODE("580.1") "devices: [{model: T4}]\n");
    EXPECT_IS(nvmlDeviceGetMigMode(gpu(0), &a, &b), NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlDeviceGetRemappedRows(gpu(0), &a, &b, &e, &f), NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlDeviceGetGpuFabricInfo(gpu(0), &fabric), NVML_ERROR_NOT_SUPPORTED);
    GOOD(nvmlGpmQueryDeviceSupport(gpu(0), &support));
    EXPECT_IS(support.isSupportedDevice, 0);
    GOOD(nvmlDeviceGetMaxMigDeviceCount(gpu(0), &a));
    EXPECT_IS(a, 0);
    GOOD(nvmlDeviceIsMigDeviceHandle(gpu(0), &a));
    EXPECT_IS(a, 0);
}

static void settings_need_root(void)
{
    nvmlReturn_t expected = geteuid() == 0 ? NVML_SUCCESS : NVML_ERROR_NO_PERMISSION;
    play(H100);
    EXPECT_IS(nvmlDeviceSetPersistenceMode(gpu(0), NVML_FEATURE_ENABLED), expected);
    EXPECT_IS(nvmlDeviceSetComputeMode(gpu(0), NVML_COMPUTEMODE_PROHIBITED), expected);
    GOOD(nvmlShutdown());
    play(H100 "faults: [{noPermission: [nvmlDeviceSet*]}]\n");
    EXPECT_IS(nvmlDeviceSetPersistenceMode(gpu(0), NVML_FEATURE_DISABLED), NVML_ERROR_NO_PERMISSION);
}

static void devices_are_found_by_every_name(void)
{
    nvmlDevice_t found;
    char uuid[96], serial[30];
    nvmlUUID_t ascii = {.version = VERSION_nvmlUUID_v1, .type = NVML_UUID_TYPE_ASCII};
    play(NODE("580.1") "devices:\n  - {model: L4, count: 2, busId: [\"00000008:3B:00.0\", \"00000000:3C:00.0\"]}\n");
    GOOD(nvmlDeviceGetUUID(gpu(1), uuid, sizeof uuid));
    GOOD(nvmlDeviceGetHandleByUUID(uuid, &found));
    EXPECT(found == gpu(1));
    strcpy(ascii.value.str, uuid);
    GOOD(nvmlDeviceGetHandleByUUIDV(&ascii, &found));
    EXPECT(found == gpu(1));
    GOOD(nvmlDeviceGetHandleByPciBusId_v2("00000008:3b:00.0", &found));
    EXPECT(found == gpu(0));
    GOOD(nvmlDeviceGetHandleByPciBusId_v2("0000:3C:00.0", &found));
    EXPECT(found == gpu(1));
    GOOD(nvmlDeviceGetSerial(gpu(1), serial, sizeof serial));
    GOOD(nvmlDeviceGetHandleBySerial(serial, &found));
    EXPECT(found == gpu(1));
    EXPECT_IS(nvmlDeviceGetHandleByPciBusId_v2("0000:77:00.0", &found), NVML_ERROR_NOT_FOUND);
    EXPECT_IS(nvmlDeviceGetHandleByUUID("GPU-00000000-0000-0000-0000-000000000000", &found), NVML_ERROR_NOT_FOUND);
    EXPECT_IS(nvmlDeviceGetHandleByIndex_v2(2, &found), NVML_ERROR_INVALID_ARGUMENT);
}

const struct test lifecycle_tests[] = {
    {"lifecycle: nothing works before init", nothing_works_before_init},
    {"lifecycle: init is counted", init_is_counted},
    {"lifecycle: init needs a scenario", init_needs_a_scenario},
    {"lifecycle: init answers what the driver block says", init_answers_what_the_driver_block_says},
    {"lifecycle: versions come from the driver block", versions_come_from_the_driver_block},
    {"calls: a text needs its whole buffer", a_text_needs_its_whole_buffer},
    {"calls: foreign and stale handles are refused", foreign_and_stale_handles_are_refused},
    {"calls: functions of later drivers are not there", functions_of_later_drivers_are_not_there},
    {"calls: older boards do not support what newer ones do", older_boards_do_not_support_what_newer_ones_do},
    {"calls: settings need root", settings_need_root},
    {"calls: devices are found by every name", devices_are_found_by_every_name},
    {NULL, NULL},
};
