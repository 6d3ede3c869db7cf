// SPDX-License-Identifier: Apache-2.0
/* Scenario files: broken ones and what is said about them, and that the shipped ones can be played. */
#include "check.h"
#include "scenario.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

struct broken {
    const char *text;    /* what follows description and driver */
    const char *message; /* a part of it */
};

#define TEN_THOUSAND "{at: 1s, device: 0, xid: 31, repeat: {every: 1s, times: 10000}}, "

static const struct broken files[] = {
    {"devcies: []\n", ":3: devcies: unknown key: use one of description, driver"},
    {"devices: 5\n", ":3: devices: \"5\" is not valid: must be a list"},
    {"devices: [{model: H200}]\n", ":3: devices[0].model: \"H200\" is not valid: no such model in the catalogue"},
    {"devices: [{count: 2}]\n", "model is required"},
    {"devices: [{model: T4, count: 0}]\n", "devices[0].count: \"0\" is not valid: must be between 1 and 64"},
    {"devices: [{model: T4, count: 2, minor: [0, 1, 2]}]\n", "the list must have 2 elements"},
    {"devices: [{model: T4, uuid: abc}]\n", "must be a GPU UUID"},
    {"devices: [{model: T4, busId: 1B}]\n", "must be a PCI address"},
    {"devices: [{model: T4, count: 2, busId: \"0:1:0.0\"}]\n", "have the same busId"},
    {"devices: [{model: T4, cpuAffinity: 5-3}]\n", "must be a list of CPUs"},
    {"devices: [{model: T4, computeMode: shared}]\n",
     "devices[0].computeMode: \"shared\" is not valid: not a known word: use one of default, exclusiveProcess"},
    {"devices: [{model: T4, persistence: 1}]\n", "not a known word: use one of true, false"},
    {"devices: [{model: T4, load: {sm: 101}}]\n", "devices[0].load.sm: \"101\" is not valid: must be between 0 and 100"},
    {"devices: [{model: T4, load: {gpu: 10}}]\n", "devices[0].load.gpu: unknown key"},
    {"devices: [{model: T4, load: {sm: {constant: 5, ramp: {from: 0, to: 1, over: 1s}}}}]\n", "a curve has exactly one shape"},
    {"devices: [{model: T4, load: {sm: {wave: {min: 0, max: 9}}}}]\n", "period is required"},
    {"devices: [{model: T4, load: {sm: {burst: {low: 0, high: 9, every: 5s, for: 6s}}}}]\n",
     "a burst must end before the next begins"},
    {"devices: [{model: T4, load: {sm: {ramp: {from: 0, to: 9, over: 5}}}}]\n",
     "devices[0].load.sm.ramp.over: \"5\" is not valid: must be a duration"},
    {"devices: [{model: T4, processes: [{pid: 1}]}]\n", "pid and name are required"},
    {"devices: [{model: T4, processes: [{pid: 1, name: a, memory: 20GiB}]}]\n", "must fit in the GPU's 15360 MiB"},
    {"devices: [{model: T4, processes: [{pid: 1, name: a, from: 5s, until: 5s}]}]\n", "until must come after from"},
    {"devices: [{model: T4, processes: [{pid: 1, name: a, instance: 3}]}]\n", "the GPU has no such GPU instance"},
    {"devices: [{model: T4, mig: {mode: enabled}}]\n", "Tesla T4 has no MIG"},
    {"devices: [{model: H100-SXM5-80GB, mig: {mode: enabled, instances: [{profile: 9g.1gb}]}}]\n", "has no such profile"},
    {"devices: [{model: H100-SXM5-80GB, mig: {mode: enabled, instances: [{profile: 3g.40gb, start: 2}]}}]\n",
     "cannot be placed there"},
    {"devices: [{model: H100-SXM5-80GB, mig: {mode: enabled, instances: [{profile: 4g.40gb}, {profile: 4g.40gb}]}}]\n",
     "cannot be placed there"},
    {"devices: [{model: H100-SXM5-80GB, mig: {mode: enabled, instances: [{profile: 2g.20gb, compute: [{profile: "
     "3c.2g.20gb}]}]}}]\n",
     "not a compute instance profile"},
    {"devices: [{model: B200, mig: {mode: enabled, instances: [{profile: 1g.23gb}]}}]\n",
     "the catalogue knows this profile by name only"},
    {"devices: [{model: T4, override: {smcount: 3}}]\n", "devices[0].override.smcount: unknown key"},
    {"devices: [{model: T4, counters: {energy: -1}}]\n", "devices[0].counters.energy: \"-1\" is not valid: must be between 0"},
    {"devices: [{model: T4}]\ntopology: {matrix: \"GPU0\\nGPU0 Y\"}\n", "row GPU0 has the cell Y"},
    {"devices: [{model: T4}]\ntopology: {matrix: \" GPU0 GPU1\\nGPU0 X SYS\\nGPU1 SYS X\"}\n", "has 2 GPUs, the node has 1"},
    {"devices: [{model: T4, count: 2}]\ntopology: {nvlink: direct, matrix: \" GPU0 GPU1\\nGPU0 X NV1\\nGPU1 NV1 X\"}\n",
     "GPU0 would need 1 NVLinks, Tesla T4 has 0"},
    {"devices: [{model: T4, count: 2}]\ntopology: {matrix: \" GPU0 GPU1\\nGPU0 X SYS\\nGPU1 PIX X\"}\n",
     "not connected alike both ways"},
    {"devices: [{model: T4}]\nevents: [{at: 1s, device: 1, xid: 5}]\n", "events[0].device: \"1\" is not valid: must be between 0 and 0"},
    {"devices: [{model: T4}]\nevents: [{at: 1s, device: 0}]\n", "an event is exactly one thing"},
    {"devices: [{model: T4}]\nevents: [{device: 0, xid: 5}]\n", "at is required"},
    {"devices: [{model: T4}]\nfaults: [{function: nvmlDeviceGetTemprature, return: UNKNOWN}]\n", "no such function"},
    {"devices: [{model: T4}]\nfaults: [{function: nvmlDeviceGetName, return: BROKEN}]\n",
     "faults[0].return: \"BROKEN\" is not valid: not a known word"},
    {"devices: [{model: T4}]\nfaults: [{function: nvmlDeviceGetName, return: UNKNOWN, hang: true}]\n",
     "a fault of functions does exactly one thing"},
    {"devices: [{model: T4}]\nfaults: [{lost: 0, from: 5s, until: 2s}]\n", "until must come after from"},
    {"devices: [{model: T4, load: {sm: {wave: {min: 0, max: 9, period: 1e-300s}}}}]\n", "must be at least 1ms"},
    {"devices: [{model: T4}]\nevents: [{at: 1s, device: 0, xid: 31, repeat: {every: 1s, times: 9223372036854775807}}, {at: 1s, device: 0, "
     "xid: 31, repeat: {every: 1s, times: 9223372036854775807}}]\n",
     "repeat.times: \"9223372036854775807\" is not valid: must be between 1 and 10000"},
    {"devices: [{model: T4}]\nevents: [" TEN_THOUSAND TEN_THOUSAND TEN_THOUSAND TEN_THOUSAND TEN_THOUSAND TEN_THOUSAND TEN_THOUSAND
         TEN_THOUSAND TEN_THOUSAND TEN_THOUSAND TEN_THOUSAND "]\n",
     ":4: events: a node has at most 100000 events"},
    {"clock: {fixed: 1e305d}\n", "clock.fixed: \"1e305d\" is not valid: must be a duration of at most 36500d"},
    {"clock: {fixed: soon}\n", "clock.fixed: \"soon\" is not valid: must be a duration"},
    {"clock: {epoch: 2026}\n", "must be an instant in UTC"},
    {"driver: {version: 580.1}\n", "the key is given twice"},
};

/* What reading the text says; empty when it can be played. */
static char *complaints(const char *text, const char *clock)
{
    char *said = NULL, catalogue[] = CATALOGUE;
    size_t size;
    FILE *out = open_memstream(&said, &size);
    write_scenario("%s", text);
    struct scenario *scenario = scenario_read(scenario_file(), catalogue, clock, out);
    fclose(out);
    EXPECT(!scenario == (size > 0));
    scenario_release(scenario);
    return said;
}

static void broken_files_are_told_what_is_wrong(void)
{
    char text[2000];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(text, sizeof text, "%s%s", NODE("580.105.08"), files[i].text);
        char *said = complaints(text, NULL);
        if (!strstr(said, files[i].message))
            fail(__FILE__, __LINE__, "%s says \"%s\", expected \"%s\"", files[i].text, said, files[i].message);
        free(said);
    }
}

static void every_fault_of_a_file_is_told(void)
{
    char *said = complaints("driver: {version: abc}\ndevices: [{model: T4, minor: x, load: {sm: -1}}, {model: nothing}]\n", NULL);
    const char *const parts[] = {"description is required", "version must be", "minor: \"x\" is not valid: must be a whole number",
                                 "sm: \"-1\" is not valid: must be", "no such model"};
    for (int i = 0; i < 5; i++)
        if (!strstr(said, parts[i]))
            fail(__FILE__, __LINE__, "\"%s\" lacks \"%s\"", said, parts[i]);
    free(said);
}

static void the_clock_can_come_from_outside(void)
{
    char *said = complaints(NODE("580.1"), "fixed:5s,epoch:2026-03-01T00:00:00Z");
    EXPECT_TEXT(said, "");
    free(said);
    said = complaints(NODE("580.1"), "fixed:5");
    EXPECT(strstr(said, "NVML_SIMULATOR_CLOCK: \"fixed:5\" is not valid: not a clock"));
    free(said);
    said = complaints(NODE("580.1"), "stepped:/nowhere/at/all");
    EXPECT(strstr(said, "NVML_SIMULATOR_CLOCK: \"stepped:/nowhere/at/all\" is not valid: No such file or directory: name a file that holds"));
    free(said);
    said = complaints(NODE("580.1"), "stepped:/dev/null");
    EXPECT(strstr(said, "NVML_SIMULATOR_CLOCK: \"stepped:/dev/null\" is not valid: no file of eight bytes: name a file that holds"));
    free(said);
}

static int is_yaml(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && !strcmp(dot, ".yaml");
}

/* Every function of every device of a shipped scenario answers without a hang or crash; the faulty one has its own tests. */
static void shipped_scenarios_play(void)
{
    struct dirent **entries;
    int count = scandir(SCENARIOS, &entries, is_yaml, alphasort), failed = 0;
    EXPECT(count > 0);
    setenv("NVML_SIMULATOR_CLOCK", "fixed:20s", 1);
    for (int i = 0; i < count; i++) {
        char path[600];
        unsigned devices = 0;
        snprintf(path, sizeof path, "%s/%s", SCENARIOS, entries[i]->d_name);
        setenv("NVML_SIMULATOR_SCENARIO", path, 1);
        if (nvmlInit_v2() != NVML_SUCCESS || nvmlDeviceGetCount_v2(&devices) != NVML_SUCCESS) {
            fail(__FILE__, __LINE__, "%s cannot be played", entries[i]->d_name);
            failed++;
            continue;
        }
        for (unsigned d = 0; d < devices; d++) {
            nvmlMemory_t memory = {0, 0, 0};
            unsigned power;
            GOOD(nvmlDeviceGetMemoryInfo(gpu(d), &memory));
            EXPECT(memory.used <= memory.total);
            GOOD(nvmlDeviceGetPowerUsage(gpu(d), &power));
        }
        GOOD(nvmlShutdown());
        free(entries[i]);
    }
    free(entries);
}

const struct test scenario_tests[] = {
    {"scenarios: broken files are told what is wrong", broken_files_are_told_what_is_wrong},
    {"scenarios: every fault of a file is told", every_fault_of_a_file_is_told},
    {"scenarios: the clock can come from outside", the_clock_can_come_from_outside},
    {"scenarios: the shipped ones play", shipped_scenarios_play},
    {NULL, NULL},
};
