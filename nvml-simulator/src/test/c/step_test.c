// SPDX-License-Identifier: Apache-2.0
/* A clock that another steps. */
#include "check.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char clock_file[80];
static int64_t *clock_ns;

static void step_to(double t)
{
    __atomic_store_n(clock_ns, (int64_t)(t * 1e9), __ATOMIC_SEQ_CST);
}

/* The clock stands at 0 until it is stepped; `more` is what the variable says before it. */
static void have_clock(const char *more)
{
    char setting[200];
    snprintf(clock_file, sizeof clock_file, "/tmp/nvml-simulator-clock-%d", (int)getpid());
    int out = open(clock_file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    EXPECT(out >= 0 && !ftruncate(out, 8));
    clock_ns = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, out, 0);
    EXPECT(clock_ns != MAP_FAILED);
    close(out);
    snprintf(setting, sizeof setting, "%sstepped:%s", more, clock_file);
    setenv("NVML_SIMULATOR_CLOCK", setting, 1);
}

static void lose_clock(void)
{
    unlink(clock_file);
}

static long long stamp(void)
{
    nvmlFieldValue_t value = {.fieldId = NVML_FI_DEV_ENERGY};
    GOOD(nvmlDeviceGetFieldValues(gpu(0), 1, &value));
    return value.timestamp;
}

static void time_stands_until_it_is_stepped(void)
{
    have_clock("");
    play(H100 "    load: {sm: {ramp: {from: 0, to: 100, over: 1000s}}, power: 200}\n");
    nvmlUtilization_t now;
    unsigned long long energy, later;
    GOOD(nvmlDeviceGetTotalEnergyConsumption(gpu(0), &energy));
    long long zero = stamp();
    EXPECT_IS(zero, 1767225600000000LL);
    pause_ms(30);
    EXPECT_IS(stamp(), zero);
    step_to(500);
    EXPECT_IS(stamp() - zero, 500000000LL);
    GOOD(nvmlDeviceGetUtilizationRates(gpu(0), &now));
    EXPECT_NEAR(now.gpu, 50, 1);
    GOOD(nvmlDeviceGetTotalEnergyConsumption(gpu(0), &later));
    EXPECT_NEAR(later - energy, 500 * 200e3, 2);
    step_to(86400);
    GOOD(nvmlDeviceGetUtilizationRates(gpu(0), &now));
    EXPECT_IS(now.gpu, 100);
    lose_clock();
}

static void t_zero_is_the_epoch(void)
{
    have_clock("epoch:2026-03-01T00:00:00Z,");
    play(H100);
    step_to(1.5);
    EXPECT_IS(stamp(), 1772323201500000LL);
    lose_clock();
}

static void a_clock_set_back_stands(void)
{
    have_clock("");
    char text[400] = "";
    FILE *said = tmpfile();
    dup2(fileno(said), STDERR_FILENO);
    play(H100);
    step_to(100);
    long long before = stamp();
    step_to(40);
    EXPECT_IS(stamp(), before);
    step_to(-1);
    EXPECT_IS(stamp(), before);
    step_to(101);
    EXPECT_IS(stamp() - before, 1000000LL);
    rewind(said);
    size_t length = fread(text, 1, sizeof text - 1, said);
    const char *complaint = strstr(text, "the file went back");
    EXPECT(length && complaint && !strstr(complaint + 1, "the file went back"));
    lose_clock();
}

static atomic_bool stop;

static void *read_on(void *device)
{
    unsigned long long energy;
    while (!atomic_load(&stop))
        GOOD(nvmlDeviceGetTotalEnergyConsumption(device, &energy));
    return NULL;
}

/* Who has read the file just before a step is not told of a clock that went back. */
static void many_may_read_while_one_steps(void)
{
    have_clock("");
    char text[400] = "";
    pthread_t threads[3];
    FILE *said = tmpfile();
    dup2(fileno(said), STDERR_FILENO);
    play(H100);
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, read_on, gpu(0));
    for (int i = 1; i <= 200000; i++)
        step_to(i * 1e-6);
    atomic_store(&stop, true);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    rewind(said);
    EXPECT_IS(fread(text, 1, sizeof text - 1, said), 0);
    lose_clock();
}

static void events_faults_and_processes_follow(void)
{
    nvmlEventSet_t set;
    nvmlEventData_t data;
    unsigned count = 0, value;
    unsigned long long energy;
    nvmlDevice_t device;
    have_clock("");
    play(H100 "    processes: [{pid: 7, name: a, sm: 40, from: 1h, until: 2h}]\n"
              "events: [{at: 30m, device: 0, xid: 31}, {at: 40m, device: 0, xid: 13}]\n"
              "faults: [{lost: 0, from: 3h}, {function: nvmlDeviceGetTemperature, delay: 1h}]\n");
    GOOD(nvmlEventSetCreate(&set));
    GOOD(nvmlDeviceRegisterEvents(gpu(0), nvmlEventTypeXidCriticalError, set));
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_TIMEOUT);
    step_to(3599);
    for (int i = 0; i < 2; i++) {
        GOOD(nvmlEventSetWait_v2(set, &data, 0));
        EXPECT_IS(data.eventData, i ? 13 : 31);
    }
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 60), NVML_ERROR_TIMEOUT);
    GOOD(nvmlDeviceGetComputeRunningProcesses_v3(gpu(0), &count, NULL));
    step_to(3601);
    EXPECT_IS(nvmlDeviceGetComputeRunningProcesses_v3(gpu(0), &count, NULL), NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(count, 1);
    GOOD(nvmlDeviceGetTemperature(gpu(0), NVML_TEMPERATURE_GPU, &value));
    GOOD(nvmlDeviceGetPcieThroughput(gpu(0), NVML_PCIE_UTIL_TX_BYTES, &value));
    device = gpu(0);
    step_to(10801);
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_GPU_IS_LOST);
    EXPECT_IS(nvmlDeviceGetTotalEnergyConsumption(device, &energy), NVML_ERROR_GPU_IS_LOST);
    lose_clock();
}

static void the_clock_goes_on_over_sessions_and_edits(void)
{
    nvmlUtilization_t now = {0, 0};
    have_clock("");
    play(H100);
    step_to(50);
    long long before = stamp();
    GOOD(nvmlShutdown());
    GOOD(nvmlInit_v2());
    EXPECT_IS(stamp(), before);
    write_scenario(H100 "    load: {sm: 77}\n");
    AWAIT(nvmlDeviceGetUtilizationRates(gpu(0), &now) == NVML_SUCCESS && now.gpu == 77);
    EXPECT_IS(stamp(), before);
    step_to(60);
    EXPECT_IS(stamp() - before, 10000000LL);
    lose_clock();
}

static void another_file_is_another_clock(void)
{
    have_clock("");
    play(H100);
    step_to(50);
    long long before = stamp();
    GOOD(nvmlShutdown());
    lose_clock();
    have_clock("");
    step_to(1);
    write_scenario(H100);
    GOOD(nvmlInit_v2());
    EXPECT_IS(before - stamp(), 49000000LL);
    lose_clock();
}

static void a_clock_is_stepped_or_frozen(void)
{
    char setting[200];
    have_clock("fixed:5s,");
    write_scenario(H100);
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_UNKNOWN);
    snprintf(setting, sizeof setting, "stepped:%s,speed:60", clock_file);
    setenv("NVML_SIMULATOR_CLOCK", setting, 1);
    EXPECT_IS(nvmlInit_v2(), NVML_ERROR_UNKNOWN);
    lose_clock();
}

const struct test step_tests[] = {
    {"stepped clock: time stands until it is stepped", time_stands_until_it_is_stepped},
    {"stepped clock: t = 0 is the epoch", t_zero_is_the_epoch},
    {"stepped clock: set back it stands, and says so once", a_clock_set_back_stands},
    {"stepped clock: many may read while one steps", many_may_read_while_one_steps},
    {"stepped clock: events, faults and processes follow", events_faults_and_processes_follow},
    {"stepped clock: it goes on over sessions and edits", the_clock_goes_on_over_sessions_and_edits},
    {"stepped clock: another file is another clock", another_file_is_another_clock},
    {"stepped clock: it is stepped or frozen", a_clock_is_stepped_or_frozen},
    {NULL, NULL},
};
