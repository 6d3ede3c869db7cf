// SPDX-License-Identifier: Apache-2.0
/* The fabric block of a device. */
#include "nvml_abi.h"
#include "scenario_parts.h"

#include <limits.h>
#include <stdlib.h>

static bool parse_uuid_bytes(const char *text, unsigned char *bytes)
{
    int count = 0;
    for (; *text; text++) {
        unsigned value;
        if (*text == '-')
            continue;
        if (count == 16 || sscanf(text, "%2x", &value) != 1 || !text[1])
            return false;
        bytes[count++] = (unsigned char)value;
        text++;
    }
    return count == 16;
}

#define HEALTH(kind, value) (NVML_GPU_FABRIC_HEALTH_MASK_##kind##_##value << NVML_GPU_FABRIC_HEALTH_MASK_SHIFT_##kind)

static void set_health(struct fabric *fabric, int health)
{
    unsigned good = HEALTH(ROUTE_RECOVERY, FALSE) | HEALTH(ACCESS_TIMEOUT_RECOVERY, FALSE) | HEALTH(INCORRECT_CONFIGURATION, NONE) |
                    HEALTH(PARTITION_ASSIGNED, TRUE);
    static const unsigned char summaries[] = {NVML_GPU_FABRIC_HEALTH_SUMMARY_NOT_SUPPORTED, NVML_GPU_FABRIC_HEALTH_SUMMARY_HEALTHY,
                                              NVML_GPU_FABRIC_HEALTH_SUMMARY_HEALTHY,
                                              NVML_GPU_FABRIC_HEALTH_SUMMARY_LIMITED_CAPACITY,
                                              NVML_GPU_FABRIC_HEALTH_SUMMARY_UNHEALTHY};
    const unsigned masks[] = {0, 0, good | HEALTH(DEGRADED_BW, FALSE) | HEALTH(ROUTE_UNHEALTHY, FALSE),
                              good | HEALTH(DEGRADED_BW, TRUE) | HEALTH(ROUTE_UNHEALTHY, FALSE),
                              good | HEALTH(DEGRADED_BW, FALSE) | HEALTH(ROUTE_UNHEALTHY, TRUE)};
    fabric->health_summary = summaries[health];
    fabric->health_mask = masks[health];
}

static int by_type(const void *a, const void *b)
{
    const struct clique *x = a, *y = b;
    return x->type != y->type ? x->type - y->type : (x->id > y->id) - (x->id < y->id);
}

static void read_cliques(const struct at *list, struct fabric *fabric)
{
    static const char *const keys[] = {"type", "id", NULL};
    static const struct choice types[] = {
        {"unicastPointer", NVML_GPU_FABRIC_CLIQUE_TYPE_UNICAST_POINTER},
        {"multicastPointer", NVML_GPU_FABRIC_CLIQUE_TYPE_MULTICAST_POINTER},
        {"unicastLogicalEndpoint", NVML_GPU_FABRIC_CLIQUE_TYPE_UNICAST_LOGICAL_ENDPOINT},
        {"multicastLogicalEndpoint", NVML_GPU_FABRIC_CLIQUE_TYPE_MULTICAST_LOGICAL_ENDPOINT},
        {NULL, 0}};
    if (!is_list(list) || at_count(list) > MAX_CLIQUES) {
        problem(list, "write [{type: unicastPointer, id: 3}]", "must be a list of at most %d cliques", MAX_CLIQUES);
        return;
    }
    fabric->clique_count = 0;
    for (int i = 0; i < at_count(list); i++) {
        struct at item = at_item(list, i);
        long long type = NVML_GPU_FABRIC_CLIQUE_TYPE_UNICAST_POINTER, id = 0;
        if (!only_keys(&item, keys))
            continue;
        key_choice(&item, "type", types, &type);
        key_integer(&item, "id", 0, UINT_MAX, &id);
        fabric->cliques[fabric->clique_count++] = (struct clique){(unsigned char)type, (unsigned)id};
    }
    qsort(fabric->cliques, (size_t)fabric->clique_count, sizeof *fabric->cliques, by_type);
}

void read_fabric(const struct at *at, struct fabric *fabric)
{
    static const char *const keys[] = {"state", "status", "clusterUuid", "cliqueId", "cliques", "health", "manager", NULL};
    static const struct choice managers[] = {{"unknown", NVML_GPU_FABRIC_HEALTH_MASK_GFM_STATE_NOT_SUPPORTED},
                                             {"connected", NVML_GPU_FABRIC_HEALTH_MASK_GFM_STATE_CONNECTED},
                                             {"disconnected", NVML_GPU_FABRIC_HEALTH_MASK_GFM_STATE_DISCONNECTED},
                                             {NULL, 0}};
    static const struct choice states[] = {{"notSupported", NVML_GPU_FABRIC_STATE_NOT_SUPPORTED},
                                           {"notStarted", NVML_GPU_FABRIC_STATE_NOT_STARTED},
                                           {"inProgress", NVML_GPU_FABRIC_STATE_IN_PROGRESS},
                                           {"completed", NVML_GPU_FABRIC_STATE_COMPLETED},
                                           {NULL, 0}};
    static const struct choice healths[] = {{"none", 0}, {"healthy", 1}, {"full", 2}, {"degraded", 3}, {"unhealthy", 4}, {NULL, 0}};
    struct at value;
    if (!only_keys(at, keys))
        return;
    long long state = NVML_GPU_FABRIC_STATE_COMPLETED, status = NVML_SUCCESS, clique = 0, health = 0, manager = 0;
    key_choice(at, "state", states, &state);
    key_choice(at, "status", return_codes, &status);
    key_integer(at, "cliqueId", 0, UINT_MAX, &clique);
    key_choice(at, "health", healths, &health);
    key_choice(at, "manager", managers, &manager);
    if (at_value(at, "clusterUuid", &value) && !parse_uuid_bytes(text_of(&value), fabric->cluster))
        problem(&value, "write 32 hexadecimal digits with dashes", "must be a UUID");
    fabric->present = true;
    fabric->state = (int)state;
    fabric->status = (int)status;
    fabric->cliques[0] = (struct clique){NVML_GPU_FABRIC_CLIQUE_TYPE_UNICAST_POINTER, (unsigned)clique};
    fabric->clique_count = 1;
    if (at_value(at, "cliques", &value))
        read_cliques(&value, fabric);
    set_health(fabric, (int)health);
    fabric->manager = (unsigned)manager;
}
