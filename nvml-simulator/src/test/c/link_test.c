// SPDX-License-Identifier: Apache-2.0
/* NVLinks and topology. */
#include "check.h"

#include <stdio.h>

#define PAIR                                                                                                                       \
    "devices:\n  - {model: H100-NVL-94GB, count: 2, load: {nvlinkTx: 1200, nvlinkRx: 600}}\n"                                      \
    "topology:\n  nvlink: direct\n  matrix: |2\n          GPU0  GPU1  CPU Affinity  NUMA Affinity\n"                               \
    "    GPU0   X    NV12  0-3,64      0\n    GPU1  NV12   X    4-7         1\n"

static void direct_links_meet(void)
{
    nvmlEnableState_t active;
    nvmlPciInfo_t remote, own;
    nvmlIntNvLinkDeviceType_t type;
    int up = 0;
    play(NODE("580.1") PAIR);
    GOOD(nvmlDeviceGetPciInfo_v3(gpu(1), &own));
    for (unsigned link = 0; link < 12; link++) {
        GOOD(nvmlDeviceGetNvLinkState(gpu(0), link, &active));
        if (!active)
            continue;
        up++;
        GOOD(nvmlDeviceGetNvLinkRemotePciInfo_v2(gpu(0), link, &remote));
        EXPECT_TEXT(remote.busId, own.busId);
        GOOD(nvmlDeviceGetNvLinkRemoteDeviceType(gpu(0), link, &type));
        EXPECT_IS(type, NVML_NVLINK_DEVICE_TYPE_GPU);
    }
    EXPECT_IS(up, 12);
    EXPECT_IS(nvmlDeviceGetNvLinkState(gpu(0), 12, &active), NVML_ERROR_INVALID_ARGUMENT);
}

static void boards_without_links_say_so(void)
{
    nvmlEnableState_t active;
    play(NODE("580.1") "devices: [{model: L40S}]\n");
    EXPECT_IS(nvmlDeviceGetNvLinkState(gpu(0), 0, &active), NVML_ERROR_NOT_SUPPORTED);
}

static unsigned long long kibibytes(unsigned device, unsigned field, unsigned link)
{
    nvmlFieldValue_t value = {.fieldId = field, .scopeId = link};
    GOOD(nvmlDeviceGetFieldValues(gpu(device), 1, &value));
    GOOD(value.nvmlReturn);
    EXPECT_IS(value.valueType, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG);
    return value.value.ullVal;
}

static void links_that_are_up_share_the_traffic(void)
{
    nvmlEnableState_t active;
    play(NODE("580.1") FROZEN("100s") PAIR
         "events:\n  - {at: 40s, device: 0, link: 3, state: down}\n  - {at: 70s, device: 0, link: 3, state: up}\n");
    /* 1200 MB/s over 12 links: 100 MB/s each; over 11 for 30 s */
    EXPECT_NEAR(kibibytes(0, NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, 3), 100e6 * 70 / 1024, 2);
    EXPECT_NEAR(kibibytes(0, NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, 4), (100e6 * 70 + 1200e6 / 11 * 30) / 1024, 2);
    EXPECT_NEAR(kibibytes(0, NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX, 0xFFFFFFFF), 600e6 * 100 / 1024, 2);
    unsigned long long sum = 0;
    for (unsigned link = 0; link < 12; link++)
        sum += kibibytes(0, NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, link);
    EXPECT_NEAR(sum, kibibytes(0, NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, 0xFFFFFFFF), 24);
    GOOD(nvmlShutdown());
    play(NODE("580.1") FROZEN("50s") PAIR "events:\n  - {at: 40s, device: 0, link: 3, state: down}\n");
    GOOD(nvmlDeviceGetNvLinkState(gpu(0), 3, &active));
    EXPECT_IS(active, 0);
    GOOD(nvmlDeviceGetNvLinkState(gpu(1), 3, &active)); /* the other end of it */
    EXPECT_IS(active, 0);
}

static void switches_are_told_apart_from_gpus(void)
{
    nvmlIntNvLinkDeviceType_t type;
    nvmlPciInfo_t first, second;
    play(NODE("580.1") "devices: [{model: H100-SXM5-80GB, count: 2}]\ntopology:\n  nvlink: switch\n  matrix: |2\n"
                       "          GPU0  GPU1\n    GPU0   X    NV18\n    GPU1  NV18   X\n  inactiveLinks: {1: [17]}\n");
    GOOD(nvmlDeviceGetNvLinkRemoteDeviceType(gpu(0), 0, &type));
    EXPECT_IS(type, NVML_NVLINK_DEVICE_TYPE_SWITCH);
    GOOD(nvmlDeviceGetNvLinkRemotePciInfo_v2(gpu(0), 0, &first));
    GOOD(nvmlDeviceGetNvLinkRemotePciInfo_v2(gpu(1), 4, &second));
    EXPECT_TEXT(first.busId, second.busId);
    EXPECT_IS(nvmlDeviceGetNvLinkRemotePciInfo_v2(gpu(1), 17, &second), NVML_ERROR_NOT_SUPPORTED);
}

static void paths_and_peers_follow_the_matrix(void)
{
    nvmlGpuTopologyLevel_t level;
    nvmlGpuP2PStatus_t status;
    unsigned count = 0;
    nvmlDevice_t near[4];
    play(NODE("580.1") PAIR "  pcie: |2\n          GPU0  GPU1\n    GPU0   X    PXB\n    GPU1  PXB   X\n");
    GOOD(nvmlDeviceGetTopologyCommonAncestor(gpu(0), gpu(1), &level));
    EXPECT_IS(level, NVML_TOPOLOGY_MULTIPLE);
    GOOD(nvmlDeviceGetTopologyCommonAncestor(gpu(0), gpu(0), &level));
    EXPECT_IS(level, NVML_TOPOLOGY_INTERNAL);
    GOOD(nvmlDeviceGetTopologyNearestGpus(gpu(0), NVML_TOPOLOGY_MULTIPLE, &count, NULL));
    EXPECT_IS(count, 1);
    GOOD(nvmlDeviceGetTopologyNearestGpus(gpu(0), NVML_TOPOLOGY_MULTIPLE, &count, near));
    EXPECT(near[0] == gpu(1));
    GOOD(nvmlDeviceGetP2PStatus(gpu(0), gpu(1), NVML_P2P_CAPS_INDEX_NVLINK, &status));
    EXPECT_IS(status, NVML_P2P_STATUS_OK);
    count = 0;
    GOOD(nvmlSystemGetTopologyGpuSet(5, &count, NULL));
    EXPECT_IS(count, 1);
}

static void affinity_is_a_mask_of_words(void)
{
    unsigned long cpus[3] = {9, 9, 9}, nodes[1];
    unsigned node;
    play(NODE("580.1") PAIR);
    GOOD(nvmlDeviceGetCpuAffinity(gpu(0), 3, cpus));
    EXPECT_IS(cpus[0], 15);
    EXPECT_IS(cpus[1], 1);
    EXPECT_IS(cpus[2], 0);
    GOOD(nvmlDeviceGetMemoryAffinity(gpu(1), 1, nodes, NVML_AFFINITY_SCOPE_NODE));
    EXPECT_IS(nodes[0], 2);
    EXPECT_IS(nvmlDeviceGetNumaNodeId(gpu(0), &node), NVML_ERROR_NOT_SUPPORTED);
}

static void expect_nodes(unsigned index, unsigned long expected)
{
    unsigned long nodes[1];
    GOOD(nvmlDeviceGetMemoryAffinity(gpu(index), 1, nodes, NVML_AFFINITY_SCOPE_NODE));
    EXPECT_IS(nodes[0], expected);
}

/* Blanks, then tabs as nvidia-smi prints them. */
static void any_affinity_column_may_be_missing(void)
{
    static const char *const matrices[] = {
        "          GPU0  GPU1  NUMA Affinity\n    GPU0   X    SYS   0\n    GPU1  SYS    X    1\n",
        "          GPU0\tGPU1\tNUMA Affinity\n    GPU0\t X \tSYS\t0\n    GPU1\tSYS\t X \t1\n",
        "          GPU0\tGPU1\tNUMA Affinity\tGPU NUMA ID\n    GPU0\t X \tSYS\t0\t\tN/A\n    GPU1\tSYS\t X \t1\t\tN/A\n"};
    unsigned long cpus[1];
    for (size_t i = 0; i < sizeof matrices / sizeof *matrices; i++) {
        play(NODE("580.1") "devices: [{model: T4, count: 2}]\ntopology:\n  matrix: |2\n%s", matrices[i]);
        expect_nodes(0, 1);
        expect_nodes(1, 2);
        EXPECT_IS(nvmlDeviceGetCpuAffinity(gpu(0), 1, cpus), NVML_ERROR_NOT_SUPPORTED);
        GOOD(nvmlShutdown());
    }
    play(NODE("580.1") "devices: [{model: T4, count: 2}]\ntopology:\n  matrix: |2\n          GPU0  GPU1  CPU Affinity\n"
                       "    GPU0   X    SYS   0-3\n    GPU1  SYS    X    4-7\n");
    GOOD(nvmlDeviceGetCpuAffinity(gpu(1), 1, cpus));
    EXPECT_IS(cpus[0], 0xF0);
}

static void a_gpu_may_be_near_several_nodes(void)
{
    play(NODE("580.1") "devices:\n  - {model: T4, numaNode: \"2-3\"}\n  - {model: T4}\ntopology:\n  matrix: |2\n"
                       "          GPU0  GPU1  CPU Affinity  NUMA Affinity\n    GPU0   X    SYS   0-3           0\n"
                       "    GPU1  SYS    X    4-7           0-1,4\n");
    expect_nodes(0, 0xC);
    expect_nodes(1, 0x13);
}

static void a_node_of_the_device_itself_wins_also_when_it_is_0(void)
{
    play(NODE("580.1") "devices: [{model: T4, count: 2, numaNode: [0, 0]}]\ntopology:\n  matrix: |2\n"
                       "          GPU0  GPU1  CPU Affinity  NUMA Affinity\n    GPU0   X    SYS   0-3           0\n"
                       "    GPU1  SYS    X    4-7           1\n");
    expect_nodes(0, 1);
    expect_nodes(1, 1);
}

const struct test link_tests[] = {
    {"links: direct links meet", direct_links_meet},
    {"links: boards without links say so", boards_without_links_say_so},
    {"links: those that are up share the traffic", links_that_are_up_share_the_traffic},
    {"links: switches are told apart from GPUs", switches_are_told_apart_from_gpus},
    {"topology: paths and peers follow the matrix", paths_and_peers_follow_the_matrix},
    {"topology: affinity is a mask of words", affinity_is_a_mask_of_words},
    {"topology: any affinity column may be missing", any_affinity_column_may_be_missing},
    {"topology: a GPU may be near several NUMA nodes", a_gpu_may_be_near_several_nodes},
    {"topology: a node of the device itself wins, also when it is 0", a_node_of_the_device_itself_wins_also_when_it_is_0},
    {NULL, NULL},
};
