// SPDX-License-Identifier: Apache-2.0
/* Edits of the file while it plays. */
#include "check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static unsigned busy(void)
{
    nvmlUtilization_t utilization = {0, 0};
    GOOD(nvmlDeviceGetUtilizationRates(gpu(0), &utilization));
    return utilization.gpu;
}

static unsigned long long energy(void)
{
    unsigned long long value = 0;
    GOOD(nvmlDeviceGetTotalEnergyConsumption(gpu(0), &value));
    return value;
}

static void load_takes_effect_and_counters_go_on(void)
{
    play(NODE("580.1") "clock: {speed: 1000}\ndevices: [{model: H100-SXM5-80GB, counters: {energy: 500}, load: {sm: 90}}]\n");
    pause_ms(50);
    unsigned long long last = energy(), first = last;
    for (int round = 0; round < 3; round++) {
        int load = round % 2 ? 90 : 5;
        write_scenario(
            NODE("580.1") "clock: {speed: 1000}\ndevices: [{model: H100-SXM5-80GB, counters: {energy: 500}, load: {sm: %d}}]\n",
            load);
        AWAIT(busy() == (unsigned)load);
        unsigned long long now = energy();
        if (now < last)
            fail(__FILE__, __LINE__, "energy went back from %llu to %llu", last, now);
        last = now;
    }
    EXPECT(last > first);
}

static void an_invalid_edit_changes_nothing(void)
{
    play(H100 "    load: {sm: 40}\n");
    write_scenario(H100 "    load: {sm: 400}\n");
    double start = seconds_now();
    while (seconds_now() - start < 0.35)
        EXPECT_IS(busy(), 40);
    write_scenario(H100 "    load: {sm: 41}\n");
    AWAIT(busy() == 41);
    write_scenario(H100 "    load: {sm: 400}\n");
    GOOD(nvmlShutdown());
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_UNKNOWN);
}

/* Whether the library has written the words to stderr, which the harness keeps in a file. */
static bool said(const char *words)
{
    char all[2000];
    ssize_t length = pread(STDERR_FILENO, all, sizeof all - 1, 0);
    all[length > 0 ? length : 0] = 0;
    return strstr(all, words);
}

#define FIRST_AT(load) "devices:\n  - {model: H100-SXM5-80GB, uuid: GPU-11111111-2222-4333-8444-555555555555, load: {sm: " #load "}}\n"
#define SECOND "  - {model: T4, uuid: GPU-99999999-2222-4333-8444-555555555555, load: {sm: 50}}\n"
#define SECOND_ALONE "devices:\n" SECOND

static void the_list_of_devices_waits_for_the_next_init(void)
{
    unsigned count;
    char version[80];
    play(NODE("580.105.08") FIRST_AT(40));
    write_scenario(NODE("590.1") FIRST_AT(41) "  - {model: T4}\n");
    AWAIT(busy() == 41);
    EXPECT(said("waits for the next init"));
    GOOD(nvmlDeviceGetCount_v2(&count));
    EXPECT_IS(count, 1);
    GOOD(nvmlSystemGetDriverVersion(version, sizeof version));
    EXPECT_TEXT(version, "580.105.08");
    GOOD(nvmlShutdown());
    GOOD(nvmlInit_v2());
    GOOD(nvmlDeviceGetCount_v2(&count));
    EXPECT_IS(count, 2);
}

static void a_device_that_is_taken_out_is_lost_until_the_next_init(void)
{
    char uuid[96];
    nvmlUtilization_t lost;
    play(NODE("580.105.08") FIRST_AT(40) SECOND);
    nvmlDevice_t second = gpu(1);
    write_scenario(NODE("580.105.08") FIRST_AT(41));
    AWAIT(busy() == 41);
    EXPECT_IS(nvmlDeviceGetUtilizationRates(second, &lost), NVML_ERROR_GPU_IS_LOST);
    GOOD(nvmlShutdown());
    write_scenario(NODE("580.105.08") SECOND_ALONE);
    GOOD(nvmlInit_v2());
    GOOD(nvmlDeviceGetUUID(gpu(0), uuid, sizeof uuid));
    EXPECT_TEXT(uuid, "GPU-99999999-2222-4333-8444-555555555555");
}

static void another_model_waits_for_the_next_init(void)
{
    char name[96];
    play(NODE("580.1") "devices:\n  - {model: H100-SXM5-80GB, load: {sm: 40}}\n  - {model: T4, load: {sm: 50}}\n");
    write_scenario(NODE("580.1") "devices:\n  - {model: H100-SXM5-80GB, load: {sm: 42}}\n  - {model: L4, load: {sm: 51}}\n");
    AWAIT(busy() == 42);
    EXPECT(said("waits for the next init"));
    nvmlUtilization_t other;
    GOOD(nvmlDeviceGetUtilizationRates(gpu(1), &other));
    EXPECT_IS(other.gpu, 50);
    GOOD(nvmlDeviceGetName(gpu(1), name, sizeof name));
    EXPECT_TEXT(name, "Tesla T4");
}

static void a_replaced_file_is_seen(void)
{
    char other[120];
    play(H100 "    load: {sm: 40}\n");
    snprintf(other, sizeof other, "%s.new", scenario_file());
    FILE *out = fopen(other, "we");
    fprintf(out, H100 "    load: {sm: 77}\n");
    fclose(out);
    rename(other, scenario_file());
    AWAIT(busy() == 77);
    EXPECT(!said("waits for the next init"));
    unlink(scenario_file());
    double start = seconds_now();
    while (seconds_now() - start < 0.25)
        EXPECT_IS(busy(), 77);
}

const struct test reload_tests[] = {
    {"reload: load takes effect and counters go on", load_takes_effect_and_counters_go_on},
    {"reload: an invalid edit changes nothing", an_invalid_edit_changes_nothing},
    {"reload: the list of devices waits for the next init", the_list_of_devices_waits_for_the_next_init},
    {"reload: a device that is taken out is lost until the next init", a_device_that_is_taken_out_is_lost_until_the_next_init},
    {"reload: another model waits for the next init", another_model_waits_for_the_next_init},
    {"reload: a replaced file is seen", a_replaced_file_is_seen},
    {NULL, NULL},
};
