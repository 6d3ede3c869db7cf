// SPDX-License-Identifier: Apache-2.0
/* Where devices lie to each other and to the CPUs. */
#include "nvml_calls.h"

#include <string.h>

API(nvmlDeviceGetTopologyCommonAncestor)(struct call *c, nvmlDevice_t device2, nvmlGpuTopologyLevel_t *pathInfo)
{
    int other;
    REQUIRE(pathInfo);
    RETURN_UNLESS_GOOD(call_other(c, device2, &other));
    *pathInfo = (nvmlGpuTopologyLevel_t)c->scenario->topology->level[c->ordinal][other];
    return NVML_SUCCESS;
}

/* Gathers handles: a NULL array asks for the number. */
struct handles {
    nvmlDevice_t *array;
    unsigned room, count;
};

static void add_handle(struct handles *handles, nvmlDevice_t handle)
{
    if (handles->array && handles->count < handles->room)
        handles->array[handles->count] = handle;
    handles->count++;
}

static void tell_count(const struct handles *handles, unsigned *count)
{
    *count = handles->array && handles->count > handles->room ? handles->room : handles->count;
}

API(nvmlDeviceGetTopologyNearestGpus)(struct call *c, nvmlGpuTopologyLevel_t level, unsigned int *count, nvmlDevice_t *deviceArray)
{
    REQUIRE(count);
    struct handles near = {*count ? deviceArray : NULL, *count, 0};
    REQUIRE(level == NVML_TOPOLOGY_INTERNAL || level == NVML_TOPOLOGY_SINGLE || level == NVML_TOPOLOGY_MULTIPLE ||
            level == NVML_TOPOLOGY_HOSTBRIDGE || level == NVML_TOPOLOGY_NODE || level == NVML_TOPOLOGY_SYSTEM);
    for (int i = 0; i < c->world->session.count; i++) {
        int other = c->world->session.device_of[i];
        if (other != c->ordinal && c->scenario->topology->level[c->ordinal][other] == (unsigned)level)
            add_handle(&near, gpu_handle(c, other));
    }
    tell_count(&near, count);
    return NVML_SUCCESS;
}

API(nvmlSystemGetTopologyGpuSet)(struct call *c, unsigned int cpuNumber, unsigned int *count, nvmlDevice_t *deviceArray)
{
    REQUIRE(count);
    struct handles near = {*count ? deviceArray : NULL, *count, 0};
    for (int i = 0; cpuNumber < MAX_CPUS && i < c->world->session.count; i++) {
        int ordinal = c->world->session.device_of[i];
        if (c->scenario->devices[ordinal].id.cpus.words[cpuNumber / 64] >> (cpuNumber % 64) & 1)
            add_handle(&near, gpu_handle(c, ordinal));
    }
    tell_count(&near, count);
    return NVML_SUCCESS;
}

/* GPUs of data centres reach each other over PCIe; NVLink, and atomics over it, only where there are links. */
API(nvmlDeviceGetP2PStatus)(struct call *c, nvmlDevice_t device2, nvmlGpuP2PCapsIndex_t p2pIndex, nvmlGpuP2PStatus_t *p2pStatus)
{
    int other;
    REQUIRE(p2pStatus && (unsigned)p2pIndex < NVML_P2P_CAPS_INDEX_UNKNOWN);
    RETURN_UNLESS_GOOD(call_other(c, device2, &other));
    bool linked = c->scenario->topology->links[c->ordinal][other] > 0;
    bool needs_link = p2pIndex == NVML_P2P_CAPS_INDEX_NVLINK || p2pIndex == NVML_P2P_CAPS_INDEX_ATOMICS;
    *p2pStatus = needs_link && !linked ? NVML_P2P_STATUS_NOT_SUPPORTED : NVML_P2P_STATUS_OK;
    return NVML_SUCCESS;
}

API(nvmlDeviceOnSameBoard)(struct call *c, nvmlDevice_t device2, int *onSameBoard)
{
    int other;
    REQUIRE(onSameBoard);
    RETURN_UNLESS_GOOD(call_other(c, device2, &other));
    *onSameBoard = other == c->ordinal;
    return NVML_SUCCESS;
}

/* As many words as the caller has room for. */
static nvmlReturn_t copy_words(const uint64_t *words, unsigned available, unsigned long *out, unsigned size)
{
    REQUIRE(out && size);
    for (unsigned i = 0; i < size; i++)
        out[i] = i < available ? words[i] : 0;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetCpuAffinityWithinScope)(struct call *c, unsigned int cpuSetSize, unsigned long *cpuSet, nvmlAffinityScope_t scope)
{
    REQUIRE(scope <= NVML_AFFINITY_SCOPE_SOCKET);
    SUPPORTED_IF(c->device->id.cpus.known);
    return copy_words(c->device->id.cpus.words, MAX_CPUS / 64, cpuSet, cpuSetSize);
}

API(nvmlDeviceGetCpuAffinity)(struct call *c, unsigned int cpuSetSize, unsigned long *cpuSet)
{
    return sim_nvmlDeviceGetCpuAffinityWithinScope(c, cpuSetSize, cpuSet, NVML_AFFINITY_SCOPE_NODE);
}

API(nvmlDeviceGetMemoryAffinity)(struct call *c, unsigned int nodeSetSize, unsigned long *nodeSet, nvmlAffinityScope_t scope)
{
    uint64_t nodes = c->device->id.numa_nodes ? c->device->id.numa_nodes : 1;
    REQUIRE(scope <= NVML_AFFINITY_SCOPE_SOCKET);
    return copy_words(&nodes, 1, nodeSet, nodeSetSize);
}

API(nvmlDeviceGetNumaNodeId)(struct call *c, unsigned int *node)
{
    return known(c->device->id.gpu_numa_id, node);
}

/* Binding the calling thread to simulated CPUs would do harm on the real ones. */
API(nvmlDeviceSetCpuAffinity)(struct call *c)
{
    SUPPORTED_IF(c->device->id.cpus.known);
    return NVML_SUCCESS;
}

API(nvmlDeviceClearCpuAffinity)(struct call *c)
{
    (void)c;
    return NVML_SUCCESS;
}
