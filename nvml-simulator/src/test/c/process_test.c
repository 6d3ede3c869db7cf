// SPDX-License-Identifier: Apache-2.0
/* Process lists, utilization, accounting. */
#include "check.h"

#include <string.h>

#define TWO                                                                                                                        \
    H100_AT("30s")                                                                                                                 \
    "    accounting: true\n    processes:\n"                                                                                       \
    "      - {pid: 11, name: /bin/a, memory: 1GiB, sm: 30}\n"                                                                      \
    "      - {pid: 12, name: /bin/b, memory: hidden, sm: 20}\n"                                                                    \
    "      - {pid: 13, name: /bin/c, kind: graphics, memory: 2GiB}\n"                                                              \
    "      - {pid: 14, name: /bin/d, memory: 3GiB, until: 20s}\n"

static void lists_tell_their_number_first(void)
{
    unsigned count = 0;
    nvmlProcessInfo_t infos[4];
    play(TWO);
    EXPECT_IS(nvmlDeviceGetComputeRunningProcesses_v3(gpu(0), &count, NULL), NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(count, 2);
    count = 1;
    EXPECT_IS(nvmlDeviceGetComputeRunningProcesses_v3(gpu(0), &count, infos), NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(count, 2);
    count = 4;
    GOOD(nvmlDeviceGetComputeRunningProcesses_v3(gpu(0), &count, infos));
    EXPECT_IS(count, 2);
    EXPECT_IS(infos[0].pid, 11);
    EXPECT_IS(infos[0].usedGpuMemory, 1LL << 30);
    EXPECT_IS(infos[0].gpuInstanceId, 0xFFFFFFFFu);
    EXPECT(infos[1].usedGpuMemory == ~0ull);
    GOOD(nvmlDeviceGetGraphicsRunningProcesses_v3(gpu(0), &count, infos));
    EXPECT_IS(count, 1);
    count = 0;
    GOOD(nvmlDeviceGetMPSComputeRunningProcesses_v3(gpu(0), &count, NULL));
}

static void clients_of_mps_are_in_two_lists(void)
{
    unsigned count = 4;
    nvmlProcessInfo_t infos[4];
    play(H100 "    processes: [{pid: 21, name: a, kind: mps, memory: 1GiB}, {pid: 22, name: b, kind: graphics}]\n");
    GOOD(nvmlDeviceGetComputeRunningProcesses_v3(gpu(0), &count, infos));
    EXPECT_IS(count, 1);
    EXPECT_IS(infos[0].pid, 21);
    count = 4;
    GOOD(nvmlDeviceGetMPSComputeRunningProcesses_v3(gpu(0), &count, infos));
    EXPECT_IS(count, 1);
    EXPECT_IS(infos[0].pid, 21);
    EXPECT_IS(infos[0].usedGpuMemory, 1LL << 30);
}

static void old_entries_are_sixteen_bytes(void)
{
    unsigned count = 2;
    unsigned char room[48];
    unsigned pid;
    play(TWO);
    memset(room, 0xAA, sizeof room);
    GOOD(nvmlDeviceGetComputeRunningProcesses(gpu(0), &count, (nvmlProcessInfo_v1_t *)(void *)room));
    memcpy(&pid, room + 16, sizeof pid);
    EXPECT_IS(pid, 12);
    EXPECT_IS(room[32], 0xAA);
}

static void details_come_by_mode(void)
{
    nvmlProcessDetail_v1_t details[8];
    nvmlProcessDetailList_t list = {.version = VERSION_nvmlProcessDetailList_v1, .mode = NVML_PROCESS_MODE_GRAPHICS};
    play(TWO);
    EXPECT_IS(nvmlDeviceGetRunningProcessDetailList(gpu(0), &list), NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(list.numProcArrayEntries, 1);
    list.procArray = details;
    GOOD(nvmlDeviceGetRunningProcessDetailList(gpu(0), &list));
    EXPECT_IS(details[0].pid, 13);
}

static void utilization_is_of_those_that_were_active(void)
{
    nvmlProcessUtilizationSample_t samples[8];
    unsigned count = 0;
    play(TWO);
    EXPECT_IS(nvmlDeviceGetProcessUtilization(gpu(0), NULL, &count, 0), NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(count, 2);
    count = 1;
    EXPECT_IS(nvmlDeviceGetProcessUtilization(gpu(0), samples, &count, 0), NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(count, 2);
    GOOD(nvmlDeviceGetProcessUtilization(gpu(0), samples, &count, 0));
    EXPECT_IS(samples[0].pid, 11);
    EXPECT_IS(samples[0].smUtil, 30);
    nvmlProcessUtilizationInfo_v1_t infos[8];
    nvmlProcessesUtilizationInfo_t info = {
        .version = VERSION_nvmlProcessesUtilizationInfo_v1, .processSamplesCount = 8, .procUtilArray = infos};
    GOOD(nvmlDeviceGetProcessesUtilizationInfo(gpu(0), &info));
    EXPECT_IS(info.processSamplesCount, 2);
    EXPECT_IS(infos[1].smUtil, 20);
}

static void who_is_never_active_has_no_utilization(void)
{
    nvmlProcessUtilizationSample_t samples[1];
    unsigned count = 1;
    play(H100_AT("30s") "    processes: [{pid: 1, name: a}]\n");
    EXPECT_IS(nvmlDeviceGetProcessUtilization(gpu(0), samples, &count, 0), NVML_ERROR_NOT_FOUND);
}

static void time_that_stands_still_shows_the_same_again(void)
{
    nvmlProcessUtilizationSample_t first[2], next[2];
    unsigned count = 2;
    play(TWO);
    GOOD(nvmlDeviceGetProcessUtilization(gpu(0), first, &count, 0));
    GOOD(nvmlDeviceGetProcessUtilization(gpu(0), next, &count, first[0].timeStamp));
    EXPECT(next[0].timeStamp > first[0].timeStamp);
    EXPECT_IS(next[0].smUtil, 30);
    EXPECT_IS(nvmlDeviceGetProcessUtilization(gpu(0), next, &count, ~0ull), NVML_ERROR_NOT_FOUND);
}

/* Time runs: 11 is always active, 12 has ended, 13 was active for a while, 14 never. */
static void utilization_is_given_once(void)
{
    nvmlProcessUtilizationSample_t samples[8], again[8];
    unsigned count;
    play(H100 "    processes:\n"
              "      - {pid: 11, name: /bin/a, sm: 30}\n"
              "      - {pid: 12, name: /bin/b, sm: 20, until: 400ms}\n"
              "      - {pid: 13, name: /bin/c, sm: {constant: 10, idleFrom: 400ms, idleUntil: 1h}}\n"
              "      - {pid: 14, name: /bin/d}\n");
    AWAIT((count = 8, nvmlDeviceGetProcessUtilization(gpu(0), samples, &count, 0)) == NVML_SUCCESS && count == 3 &&
          samples[0].timeStamp > samples[1].timeStamp + 300000);
    EXPECT_IS(samples[0].pid, 11);
    EXPECT_IS(samples[1].pid, 12);
    EXPECT_IS(samples[2].pid, 13);
    AWAIT((count = 8, nvmlDeviceGetProcessUtilization(gpu(0), again, &count, samples[0].timeStamp)) == NVML_SUCCESS);
    EXPECT_IS(count, 1);
    EXPECT_IS(again[0].pid, 11);
    EXPECT(again[0].timeStamp >= samples[0].timeStamp + 166999);
}

static void several_who_want_it_all_share_it(void)
{
    nvmlProcessUtilizationSample_t samples[4];
    nvmlUtilization_t whole;
    unsigned count = 4;
    play(H100_AT("30s") "    processes: [{pid: 1, name: a, sm: 90}, {pid: 2, name: b, sm: 60}]\n");
    GOOD(nvmlDeviceGetUtilizationRates(gpu(0), &whole));
    EXPECT_IS(whole.gpu, 100);
    GOOD(nvmlDeviceGetProcessUtilization(gpu(0), samples, &count, 0));
    EXPECT_IS(samples[0].smUtil, 60);
    EXPECT_IS(samples[1].smUtil, 40);
}

static void accounting_remembers_who_has_gone(void)
{
    unsigned pids[8], count = 0;
    nvmlAccountingStats_t stats;
    play(TWO);
    EXPECT_IS(nvmlDeviceGetAccountingPids(gpu(0), &count, NULL), NVML_ERROR_INSUFFICIENT_SIZE);
    EXPECT_IS(count, 4);
    GOOD(nvmlDeviceGetAccountingPids(gpu(0), &count, pids));
    GOOD(nvmlDeviceGetAccountingStats(gpu(0), 11, &stats));
    EXPECT_IS(stats.time, 0);
    EXPECT_IS(stats.isRunning, 1);
    EXPECT_IS(stats.gpuUtilization, 30);
    EXPECT_IS(stats.maxMemoryUsage, 1LL << 30);
    GOOD(nvmlDeviceGetAccountingStats(gpu(0), 14, &stats));
    EXPECT_IS(stats.time, 20000);
    EXPECT_IS(stats.isRunning, 0);
    EXPECT_IS(stats.maxMemoryUsage, 3LL << 30);
    EXPECT_IS(nvmlDeviceGetAccountingStats(gpu(0), 99, &stats), NVML_ERROR_NOT_FOUND);
}

static void names_belong_to_running_processes(void)
{
    char name[64];
    play(TWO);
    GOOD(nvmlSystemGetProcessName(13, name, sizeof name));
    EXPECT_TEXT(name, "/bin/c");
    GOOD(nvmlSystemGetProcessName(13, name, 4));
    EXPECT_TEXT(name, "/bi");
    EXPECT_IS(nvmlSystemGetProcessName(14, name, sizeof name), NVML_ERROR_NOT_FOUND);
}

const struct test process_tests[] = {
    {"processes: clients of MPS are in two lists", clients_of_mps_are_in_two_lists},
    {"processes: lists tell their number first", lists_tell_their_number_first},
    {"processes: old entries are sixteen bytes", old_entries_are_sixteen_bytes},
    {"processes: details come by mode", details_come_by_mode},
    {"processes: utilization is of those that were active", utilization_is_of_those_that_were_active},
    {"processes: who is never active has no utilization", who_is_never_active_has_no_utilization},
    {"processes: time that stands still shows the same again", time_that_stands_still_shows_the_same_again},
    {"processes: utilization is given once", utilization_is_given_once},
    {"processes: several who want it all share it", several_who_want_it_all_share_it},
    {"processes: accounting remembers who has gone", accounting_remembers_who_has_gone},
    {"processes: names belong to running processes", names_belong_to_running_processes},
    {NULL, NULL},
};
