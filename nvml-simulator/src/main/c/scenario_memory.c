// SPDX-License-Identifier: Apache-2.0
/* The GPU memory limits of control groups. */
#include "nvml_abi.h"
#include "scenario_parts.h"

#include <math.h>

static void key_size(const struct at *at, const char *key, uint64_t *bytes)
{
    struct at value;
    double size;
    if (at_value(at, key, &value) && read_size(&value, &size))
        *bytes = (uint64_t)size;
}

static void read_memory_limit(const struct at *at, const struct device *device, struct memory_limit *limit)
{
    static const char *const keys[] = {"cgroup", "soft", "hard", "used", "from", "until", NULL};
    double total = (double)device->id.model->memory_mib * 1048576;
    struct at value;
    *limit = (struct memory_limit){.cgroup = "", .hard = NVML_DEVICE_MEMORY_LIMIT_MAX, .until = INFINITY};
    if (!only_keys(at, keys))
        return;
    key_text(at, "cgroup", &limit->cgroup);
    if (!*limit->cgroup)
        problem(at, "write cgroup: \"*/kubepods.slice/*.scope\"", "cgroup is required");
    key_size(at, "soft", &limit->soft);
    key_size(at, "hard", &limit->hard);
    if (limit->soft > limit->hard)
        problem(at, "lower soft", "soft must not be above hard");
    key_duration(at, "from", &limit->from);
    key_duration(at, "until", &limit->until);
    if (at_value(at, "used", &value))
        limit->used = signal_of_curve(at->source->arena, read_curve(&value, 0, total, true), limit->from, limit->until);
    if (limit->until <= limit->from)
        problem(at, "let it end later", "until must come after from");
}

void read_memory_limits(struct builder *b, const struct at *list, struct device *device)
{
    if (!is_list(list)) {
        problem(list, "start each limit with a dash", "must be a list");
        return;
    }
    int count = at_count(list);
    struct memory_limit *limits = ARENA_ARRAY(b->arena, struct memory_limit, count + 1);
    for (int i = 0; i < count; i++) {
        struct at item = at_item(list, i);
        read_memory_limit(&item, device, &limits[i]);
    }
    device->play.limits_memory = true;
    device->play.memory_limits = limits;
    device->play.memory_limit_count = count;
}
