// SPDX-License-Identifier: Apache-2.0
/* Every kind of fault. */
#include "check.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#define THREE NODE("580.1") "devices: [{model: H100-SXM5-80GB, count: 3}]\n"

static nvmlReturn_t temperature(unsigned index)
{
    unsigned value;
    return nvmlDeviceGetTemperature(gpu(index), NVML_TEMPERATURE_GPU, &value);
}

static void a_code_for_some_functions_and_devices(void)
{
    char text[96];
    play(THREE "faults:\n  - {function: nvmlDeviceGetTemp*, device: [0, 2], return: UNKNOWN}\n"
               "  - {function: [nvmlDeviceGetName, nvmlSystemGetDriverVersion], return: NO_PERMISSION}\n");
    EXPECT_IS(temperature(0), NVML_ERROR_UNKNOWN);
    GOOD(temperature(1));
    EXPECT_IS(temperature(2), NVML_ERROR_UNKNOWN);
    EXPECT_IS(nvmlDeviceGetName(gpu(1), text, sizeof text), NVML_ERROR_NO_PERMISSION);
    EXPECT_IS(nvmlSystemGetDriverVersion(text, sizeof text), NVML_ERROR_NO_PERMISSION);
    GOOD(nvmlDeviceGetUUID(gpu(0), text, sizeof text));
}

static void a_number_of_calls(void)
{
    play(THREE "faults:\n  - {function: nvmlDeviceGetTemperature, device: 1, return: TIMEOUT, calls: 3}\n");
    for (int i = 0; i < 3; i++)
        EXPECT_IS(temperature(1), NVML_ERROR_TIMEOUT);
    GOOD(temperature(1));
}

static void a_time_window(void)
{
    play(NODE("580.1") FROZEN("15s") "devices: [{model: H100-SXM5-80GB, count: 3}]\nfaults:\n"
                                     "  - {function: nvmlDeviceGetTemperature, device: 0, return: UNKNOWN, from: 10s, until: 20s}\n"
                                     "  - {function: nvmlDeviceGetTemperature, device: 1, return: UNKNOWN, from: 16s}\n"
                                     "  - {function: nvmlDeviceGetTemperature, device: 2, return: UNKNOWN, until: 15s}\n");
    EXPECT_IS(temperature(0), NVML_ERROR_UNKNOWN);
    GOOD(temperature(1));
    GOOD(temperature(2));
}

static void one_field_value(void)
{
    nvmlFieldValue_t values[] = {{.fieldId = NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION}, {.fieldId = NVML_FI_DEV_ENERGY}};
    play(THREE "faults:\n  - {function: nvmlDeviceGetFieldValues, device: 1, field: 83, return: NOT_SUPPORTED}\n");
    GOOD(nvmlDeviceGetFieldValues(gpu(1), 2, values));
    EXPECT_IS(values[0].nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
    GOOD(values[1].nvmlReturn);
    GOOD(nvmlDeviceGetFieldValues(gpu(0), 2, values));
    GOOD(values[0].nvmlReturn);
}

static void a_slow_device(void)
{
    play(THREE "faults:\n  - {function: \"*\", device: 1, delay: 60ms}\n");
    nvmlDevice_t slow = gpu(1), fast = gpu(0);
    unsigned value;
    double start = seconds_now();
    GOOD(nvmlDeviceGetTemperature(slow, NVML_TEMPERATURE_GPU, &value));
    EXPECT(seconds_now() - start >= 0.059);
    double best = 1; /* of several, as a busy machine may interrupt one */
    for (int i = 0; i < 20; i++) {
        start = seconds_now();
        GOOD(nvmlDeviceGetTemperature(fast, NVML_TEMPERATURE_GPU, &value));
        best = fmin(best, seconds_now() - start);
    }
    EXPECT(best < 0.05);
}

static atomic_int hung_result = -1;

static void *hang(void *device)
{
    unsigned value;
    atomic_store(&hung_result, nvmlDeviceGetPowerUsage((nvmlDevice_t)device, &value));
    return NULL;
}

static void start_hang(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, hang, gpu(1));
    pthread_detach(thread);
}

static void a_hang_ends_with_an_edit(void)
{
    play(THREE "faults:\n  - {function: nvmlDeviceGetPowerUsage, device: 1, hang: true}\n");
    start_hang();
    pause_ms(150);
    GOOD(temperature(0)); /* nobody else waits */
    GOOD(temperature(1));
    EXPECT_IS(atomic_load(&hung_result), -1);
    write_scenario(THREE);
    AWAIT(atomic_load(&hung_result) == NVML_SUCCESS);
}

static void a_hang_ends_with_its_time(void)
{
    play(NODE("580.1") "clock: {speed: 20}\ndevices: [{model: H100-SXM5-80GB, count: 3}]\nfaults:\n"
                       "  - {function: nvmlDeviceGetPowerUsage, device: 1, hang: true, until: 20s}\n");
    double start = seconds_now();
    start_hang();
    AWAIT(atomic_load(&hung_result) == NVML_SUCCESS);
    EXPECT(seconds_now() - start > 0.5);
}

static void a_hang_ends_with_the_session(void)
{
    play(THREE "faults:\n  - {function: nvmlDeviceGetPowerUsage, device: 1, hang: true}\n");
    start_hang();
    pause_ms(50);
    GOOD(nvmlShutdown());
    AWAIT(atomic_load(&hung_result) == NVML_ERROR_UNINITIALIZED);
}

static void a_lost_gpu_is_gone_and_comes_back(void)
{
    nvmlDevice_t lost;
    unsigned count;
    play(NODE(
        "580.1") "clock: {speed: 20}\ndevices: [{model: H100-SXM5-80GB, count: 3}]\nfaults: [{lost: 1, from: 20s, until: 60s}]\n");
    nvmlDevice_t device = gpu(1);
    GOOD(temperature(1));
    AWAIT(nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, &count) == NVML_ERROR_GPU_IS_LOST);
    GOOD(nvmlDeviceGetHandleByIndex_v2(1, &lost)); /* the handle stays until the next init */
    GOOD(temperature(0));
    GOOD(nvmlShutdown());
    GOOD(nvmlInit_v2());
    EXPECT_IS(nvmlDeviceGetHandleByIndex_v2(1, &lost), NVML_ERROR_GPU_IS_LOST);
    GOOD(nvmlDeviceGetCount_v2(&count));
    EXPECT_IS(count, 3);
    AWAIT(nvmlDeviceGetHandleByIndex_v2(1, &lost) == NVML_SUCCESS);
    GOOD(nvmlDeviceGetTemperature(lost, NVML_TEMPERATURE_GPU, &count));
}

static void an_absent_gpu_is_not_enumerated(void)
{
    unsigned count;
    char uuid[96], other[96];
    const char *body = "devices: [{model: H100-SXM5-80GB, count: 3}]\nfaults: [{absent: 1, from: 10s}]\n";
    play("description: d\ndriver: {version: 580.1}\nclock: {fixed: 5s}\n%s", body);
    GOOD(nvmlDeviceGetUUID(gpu(2), uuid, sizeof uuid));
    write_scenario("description: d\ndriver: {version: 580.1}\nclock: {fixed: 15s}\n%s", body);
    GOOD(nvmlShutdown());
    GOOD(nvmlInit_v2());
    GOOD(nvmlDeviceGetCount_v2(&count));
    EXPECT_IS(count, 2);
    GOOD(nvmlDeviceGetUUID(gpu(1), other, sizeof other));
    EXPECT_TEXT(other, uuid);
}

static void init_can_fail_and_recover(void)
{
    write_scenario(THREE "faults:\n  - {function: nvmlInit_v2, return: DRIVER_NOT_LOADED, calls: 2}\n");
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_DRIVER_NOT_LOADED);
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_DRIVER_NOT_LOADED);
    GOOD(nvmlInit_v2());
    GOOD(temperature(0));
}

const struct test fault_tests[] = {
    {"faults: a code for some functions and devices", a_code_for_some_functions_and_devices},
    {"faults: a number of calls", a_number_of_calls},
    {"faults: a time window", a_time_window},
    {"faults: one field value", one_field_value},
    {"faults: a slow device", a_slow_device},
    {"faults: a hang ends with an edit", a_hang_ends_with_an_edit},
    {"faults: a hang ends with its time", a_hang_ends_with_its_time},
    {"faults: a hang ends with the session", a_hang_ends_with_the_session},
    {"faults: a lost GPU is gone and comes back", a_lost_gpu_is_gone_and_comes_back},
    {"faults: an absent GPU is not enumerated", an_absent_gpu_is_not_enumerated},
    {"faults: init can fail and recover", init_can_fail_and_recover},
    {NULL, NULL},
};
