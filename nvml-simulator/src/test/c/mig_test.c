// SPDX-License-Identifier: Apache-2.0
/* MIG: layouts, handles, profiles, creation and destruction. */
#include "check.h"

#include <string.h>
#include <unistd.h>

#define SPLIT                                                                                                                      \
    H100                                                                                                                           \
        "    mig:\n      mode: enabled\n      instances:\n"                                                                        \
        "        - {profile: 3g.40gb, id: 2, start: 4, compute: [{profile: 1c.3g.40gb}, {profile: 2c.3g.40gb}], load: {sm: 60}}\n" \
        "        - {profile: 1g.10gb, id: 9, start: 2, uuid: MIG-11111111-2222-4333-8444-555555555555}\n"                          \
        "    processes:\n"                                                                                                         \
        "      - {pid: 21, name: a, memory: 3GiB, instance: 2, computeInstance: 1}\n"                                              \
        "      - {pid: 22, name: b, memory: 1GiB, instance: 9, sm: 50}\n"

static nvmlDevice_t mig(unsigned index)
{
    nvmlDevice_t device = NULL;
    GOOD(nvmlDeviceGetMigDeviceHandleByIndex(gpu(0), index, &device));
    return device;
}

static void devices_are_counted_through_instances(void)
{
    unsigned count, id, index;
    char name[96];
    nvmlDevice_t none, parent;
    play(SPLIT);
    GOOD(nvmlDeviceGetMaxMigDeviceCount(gpu(0), &count));
    EXPECT_IS(count, 7);
    const char *const names[] = {"NVIDIA H100 80GB HBM3 MIG 1c.3g.40gb", "NVIDIA H100 80GB HBM3 MIG 2c.3g.40gb",
                                 "NVIDIA H100 80GB HBM3 MIG 1g.10gb"};
    const unsigned instances[] = {2, 2, 9}, computes[] = {0, 1, 0};
    for (unsigned i = 0; i < 3; i++) {
        GOOD(nvmlDeviceGetName(mig(i), name, sizeof name));
        EXPECT_TEXT(name, names[i]);
        GOOD(nvmlDeviceGetGpuInstanceId(mig(i), &id));
        EXPECT_IS(id, instances[i]);
        GOOD(nvmlDeviceGetComputeInstanceId(mig(i), &id));
        EXPECT_IS(id, computes[i]);
        GOOD(nvmlDeviceGetIndex(mig(i), &index));
        EXPECT_IS(index, i);
        GOOD(nvmlDeviceGetDeviceHandleFromMigDeviceHandle(mig(i), &parent));
        EXPECT(parent == gpu(0));
    }
    EXPECT_IS(nvmlDeviceGetMigDeviceHandleByIndex(gpu(0), 3, &none), NVML_ERROR_NOT_FOUND);
    EXPECT_IS(nvmlDeviceGetMigDeviceHandleByIndex(gpu(0), 7, &none), NVML_ERROR_INVALID_ARGUMENT);
    GOOD(nvmlDeviceGetHandleByUUID("MIG-11111111-2222-4333-8444-555555555555", &none));
    EXPECT(none == mig(2));
}

static void few_calls_take_a_mig_handle(void)
{
    unsigned value;
    nvmlUtilization_t utilization;
    nvmlMemory_v2_t memory = {.version = VERSION_nvmlMemory_v2};
    nvmlDeviceAttributes_t attributes;
    play(SPLIT);
    EXPECT_IS(nvmlDeviceGetTemperature(mig(0), NVML_TEMPERATURE_GPU, &value), NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlDeviceGetPowerUsage(mig(0), &value), NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlDeviceGetUtilizationRates(gpu(0), &utilization), NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlDeviceGetEncoderUtilization(gpu(0), &value, &value), NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlDeviceGetAttributes_v2(gpu(0), &attributes), NVML_ERROR_NOT_SUPPORTED);
    GOOD(nvmlDeviceGetMemoryInfo_v2(mig(1), &memory));
    EXPECT_IS(memory.total, 40448LL << 20);
    EXPECT_IS(memory.used, 3LL << 30);
    GOOD(nvmlDeviceGetAttributes_v2(mig(1), &attributes));
    EXPECT_IS(attributes.multiprocessorCount, 40);
    EXPECT_IS(attributes.gpuInstanceSliceCount * 10 + attributes.computeInstanceSliceCount, 32);
    EXPECT_IS(attributes.memorySizeMB, 40448);
}

static void processes_show_where_they_run(void)
{
    nvmlProcessInfo_t infos[4];
    unsigned count = 4;
    play(SPLIT);
    GOOD(nvmlDeviceGetComputeRunningProcesses_v3(gpu(0), &count, infos));
    EXPECT_IS(count, 2);
    EXPECT_IS(infos[0].gpuInstanceId * 10 + infos[0].computeInstanceId, 21);
    GOOD(nvmlDeviceGetComputeRunningProcesses_v3(mig(0), &count, infos));
    EXPECT_IS(count, 0);
    count = 4;
    GOOD(nvmlDeviceGetComputeRunningProcesses_v3(mig(1), &count, infos));
    EXPECT_IS(count, 1);
    EXPECT_IS(infos[0].pid, 21);
}

static void profile_numbers_are_not_profile_ids(void)
{
    nvmlGpuInstanceProfileInfo_t info;
    nvmlGpuInstanceProfileInfo_v2_t v2 = {.version = VERSION_nvmlGpuInstanceProfileInfo_v2};
    nvmlGpuInstanceProfileInfo_v3_t v3 = {.version = VERSION_nvmlGpuInstanceProfileInfo_v3};
    play(SPLIT);
    GOOD(nvmlDeviceGetGpuInstanceProfileInfo(gpu(0), NVML_GPU_INSTANCE_PROFILE_1_SLICE, &info));
    EXPECT_IS(info.id, 19);
    EXPECT_IS(info.memorySizeMB, 9984);
    GOOD(nvmlDeviceGetGpuInstanceProfileInfoV(gpu(0), NVML_GPU_INSTANCE_PROFILE_3_SLICE, &v2));
    EXPECT_TEXT(v2.name, "MIG 3g.40gb");
    EXPECT_IS(v2.memorySizeMB, 40448);
    GOOD(nvmlDeviceGetGpuInstanceProfileInfoV(gpu(0), NVML_GPU_INSTANCE_PROFILE_3_SLICE,
                                              (nvmlGpuInstanceProfileInfo_v2_t *)(void *)&v3));
    EXPECT_TEXT(v3.name, "MIG 3g.40gb");
    EXPECT_IS(v3.memorySizeMB, 40448);
    v2.version = 0x01000098;
    EXPECT_IS(nvmlDeviceGetGpuInstanceProfileInfoV(gpu(0), 0, &v2), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
    EXPECT_IS(nvmlDeviceGetGpuInstanceProfileInfo(gpu(0), NVML_GPU_INSTANCE_PROFILE_8_SLICE, &info), NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(nvmlDeviceGetGpuInstanceProfileInfo(gpu(0), NVML_GPU_INSTANCE_PROFILE_COUNT, &info), NVML_ERROR_INVALID_ARGUMENT);
    v2.version = VERSION_nvmlGpuInstanceProfileInfo_v2;
    GOOD(nvmlDeviceGetGpuInstanceProfileInfoByIdV(gpu(0), 9, &v2));
    EXPECT_IS(v2.sliceCount, 3);
}

static void placements_and_capacity_follow_the_rules(void)
{
    nvmlGpuInstancePlacement_t places[8];
    unsigned count = 0;
    play(SPLIT);
    GOOD(nvmlDeviceGetGpuInstancePossiblePlacements_v2(gpu(0), 19, NULL, &count));
    EXPECT_IS(count, 7);
    GOOD(nvmlDeviceGetGpuInstancePossiblePlacements_v2(gpu(0), 19, places, &count));
    EXPECT_IS(places[6].start * 10 + places[6].size, 61);
    GOOD(nvmlDeviceGetGpuInstanceRemainingCapacity(gpu(0), 19, &count));
    EXPECT_IS(count, 3);
    GOOD(nvmlDeviceGetGpuInstanceRemainingCapacity(gpu(0), 14, &count));
    EXPECT_IS(count, 1);
    GOOD(nvmlDeviceGetGpuInstanceRemainingCapacity(gpu(0), 0, &count));
    EXPECT_IS(count, 0);
    EXPECT_IS(nvmlDeviceGetGpuInstanceRemainingCapacity(gpu(0), 77, &count), NVML_ERROR_INVALID_ARGUMENT);
}

static void instances_are_made_and_unmade(void)
{
    nvmlGpuInstance_t instance, found;
    nvmlComputeInstance_t compute;
    nvmlGpuInstanceInfo_t info;
    nvmlDevice_t device;
    char before[96], after[96];
    const nvmlGpuInstancePlacement_t taken = {4, 4};
    if (geteuid() != 0)
        return;
    play(SPLIT);
    nvmlDevice_t kept = mig(2);
    EXPECT_IS(nvmlDeviceCreateGpuInstance(gpu(0), 0, &instance), NVML_ERROR_INSUFFICIENT_RESOURCES);
    EXPECT_IS(nvmlDeviceCreateGpuInstanceWithPlacement(gpu(0), 9, &taken, &instance), NVML_ERROR_INSUFFICIENT_RESOURCES);
    GOOD(nvmlDeviceCreateGpuInstance(gpu(0), 14, &instance));
    GOOD(nvmlGpuInstanceGetInfo(instance, &info));
    EXPECT_IS(info.id, 3);
    EXPECT_IS(info.profileId, 14);
    GOOD(nvmlDeviceGetGpuInstanceById(gpu(0), 3, &found));
    EXPECT(found == instance);
    GOOD(nvmlGpuInstanceCreateComputeInstance(instance, NVML_COMPUTE_INSTANCE_PROFILE_2_SLICE, &compute));
    GOOD(nvmlDeviceGetMigDeviceHandleByIndex(gpu(0), 2, &device));
    GOOD(nvmlDeviceGetUUID(device, before, sizeof before));
    EXPECT_IS(nvmlGpuInstanceDestroy(instance), NVML_ERROR_IN_USE);
    GOOD(nvmlComputeInstanceDestroy(compute));
    GOOD(nvmlGpuInstanceDestroy(instance));
    EXPECT_IS(nvmlGpuInstanceGetInfo(instance, &info), NVML_ERROR_INVALID_ARGUMENT);
    EXPECT_IS(nvmlDeviceGetUUID(device, after, sizeof after), NVML_ERROR_INVALID_ARGUMENT);
    GOOD(nvmlDeviceCreateGpuInstance(gpu(0), 14, &instance));
    GOOD(nvmlGpuInstanceCreateComputeInstance(instance, NVML_COMPUTE_INSTANCE_PROFILE_2_SLICE, &compute));
    EXPECT_IS(nvmlDeviceGetUUID(device, after, sizeof after), NVML_ERROR_INVALID_ARGUMENT);
    GOOD(nvmlDeviceGetUUID(kept, after, sizeof after));
}

static void a_new_layout_ends_old_handles_and_keeps_the_rest(void)
{
    char uuid[96];
    unsigned current, pending;
    play(NODE("580.1") "clock: {speed: 20}\ndevices:\n  - model: H100-SXM5-80GB\n    mig: {mode: enabled, instances: "
                       "[{profile: 1g.10gb, id: 7, start: 0}, {profile: 1g.10gb, id: 8, start: 1}]}\n"
                       "events:\n  - {at: 20s, device: 0, mig: {mode: enabled, instances: [{profile: 1g.10gb, id: 7, start: 0}, "
                       "{profile: 3g.40gb, id: 2, start: 4}]}}\n");
    nvmlDevice_t first = mig(0), second = mig(1);
    AWAIT(nvmlDeviceGetUUID(second, uuid, sizeof uuid) == NVML_ERROR_INVALID_ARGUMENT);
    GOOD(nvmlDeviceGetUUID(first, uuid, sizeof uuid));
    GOOD(nvmlDeviceGetMigMode(gpu(0), &current, &pending));
    EXPECT_IS(current * 10 + pending, 11);
}

static void the_mode_can_be_switched(void)
{
    unsigned current, pending;
    nvmlReturn_t status;
    if (geteuid() != 0)
        return;
    play(H100);
    GOOD(nvmlDeviceSetMigMode(gpu(0), NVML_DEVICE_MIG_ENABLE, &status));
    EXPECT_IS(status, NVML_SUCCESS);
    GOOD(nvmlDeviceGetMigMode(gpu(0), &current, &pending));
    EXPECT_IS(current * 10 + pending, 11);
    nvmlGpuInstance_t instance;
    GOOD(nvmlDeviceCreateGpuInstance(gpu(0), 0, &instance));
    GOOD(nvmlDeviceSetMigMode(gpu(0), NVML_DEVICE_MIG_DISABLE, &status));
    EXPECT_IS(status, NVML_ERROR_IN_USE);
}

static void compute_profiles_depend_on_the_instance(void)
{
    nvmlGpuInstance_t instance;
    nvmlComputeInstanceProfileInfo_v2_t info = {.version = VERSION_nvmlComputeInstanceProfileInfo_v2};
    nvmlComputeInstanceProfileInfo_v3_t info3 = {.version = VERSION_nvmlComputeInstanceProfileInfo_v3};
    nvmlComputeInstance_t computes[4];
    nvmlComputeInstanceInfo_t details;
    unsigned count;
    play(SPLIT);
    GOOD(nvmlDeviceGetGpuInstanceById(gpu(0), 2, &instance));
    GOOD(nvmlGpuInstanceGetComputeInstanceProfileInfoV(instance, NVML_COMPUTE_INSTANCE_PROFILE_1_SLICE, 0, &info));
    EXPECT_IS(info.multiprocessorCount, 20);
    EXPECT_IS(info.instanceCount, 3);
    EXPECT_TEXT(info.name, "MIG 1c.3g.40gb");
    GOOD(nvmlGpuInstanceGetComputeInstanceProfileInfoV(instance, NVML_COMPUTE_INSTANCE_PROFILE_3_SLICE, 0,
                                                       (nvmlComputeInstanceProfileInfo_v2_t *)(void *)&info3));
    EXPECT_TEXT(info3.name, "MIG 3g.40gb");
    EXPECT_IS(nvmlGpuInstanceGetComputeInstanceProfileInfoV(instance, NVML_COMPUTE_INSTANCE_PROFILE_4_SLICE, 0, &info),
              NVML_ERROR_NOT_SUPPORTED);
    GOOD(nvmlGpuInstanceGetComputeInstances(instance, NVML_COMPUTE_INSTANCE_PROFILE_2_SLICE, computes, &count));
    EXPECT_IS(count, 1);
    GOOD(nvmlComputeInstanceGetInfo_v2(computes[0], &details));
    EXPECT_IS(details.placement.start * 10 + details.placement.size, 12);
    EXPECT(details.gpuInstance == instance);
    GOOD(nvmlGpuInstanceGetComputeInstanceRemainingCapacity(instance, NVML_COMPUTE_INSTANCE_PROFILE_1_SLICE, &count));
    EXPECT_IS(count, 0);
}

const struct test mig_tests[] = {
    {"mig: devices are counted through instances", devices_are_counted_through_instances},
    {"mig: few calls take a MIG handle", few_calls_take_a_mig_handle},
    {"mig: processes show where they run", processes_show_where_they_run},
    {"mig: profile numbers are not profile ids", profile_numbers_are_not_profile_ids},
    {"mig: placements and capacity follow the rules", placements_and_capacity_follow_the_rules},
    {"mig: instances are made and unmade", instances_are_made_and_unmade},
    {"mig: a new layout ends old handles and keeps the rest", a_new_layout_ends_old_handles_and_keeps_the_rest},
    {"mig: the mode can be switched", the_mode_can_be_switched},
    {"mig: compute profiles depend on the instance", compute_profiles_depend_on_the_instance},
    {NULL, NULL},
};
