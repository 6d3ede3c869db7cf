// SPDX-License-Identifier: Apache-2.0
/* Framebuffer and BAR1 memory, of a GPU or of a MIG device, and the limits of control groups. */
#include "nvml_calls.h"

#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* What the asked-for device has and uses. */
static struct memory_use memory_here(const struct call *c)
{
    if (c->kind == HANDLE_GPU)
        return memory_of(c->device, -1, NULL, &c->device->play.load, c->now.t);
    const struct instance_spec *spec = mig_spec(c->device, &c->instance, c->now.t);
    const struct mig_profile *profile = &c->device->id.model->profiles[c->instance.profile];
    return memory_of(c->device, c->instance.id, profile, spec ? &spec->load : NULL, c->now.t);
}

/* `used` counts what the driver reserves as well. */
API(nvmlDeviceGetMemoryInfo)(struct call *c, nvmlMemory_t *memory)
{
    REQUIRE(memory);
    struct memory_use use = memory_here(c);
    memory->total = (unsigned long long)use.total;
    memory->used = (unsigned long long)(use.used + use.reserved);
    memory->free = memory->total - memory->used;
    return NVML_SUCCESS;
}

static const struct memory_limit *limit_of(const struct call *c, const char *cgroup)
{
    const struct play *play = &c->device->play;
    for (int i = 0; i < play->memory_limit_count; i++) {
        const struct memory_limit *limit = &play->memory_limits[i];
        if (c->now.t >= limit->from && c->now.t < limit->until && !fnmatch(limit->cgroup, cgroup, 0))
            return limit;
    }
    return NULL;
}

static bool limits_memory(const struct call *c)
{
    return c->device->play.limits_memory && driver_has(c, 615) && !mig_on(c);
}

/* The limit that this process itself is under, NULL for none. Its control group is the line `0::` of version 2. */
static const struct memory_limit *own_limit(const struct call *c)
{
    char line[4096], path[4096 + sizeof "/sys/fs/cgroup"];
    FILE *file = limits_memory(c) ? fopen("/proc/self/cgroup", "re") : NULL;
    const struct memory_limit *limit = NULL;
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, "0::", 3)) {
            line[strcspn(line, "\n")] = 0;
            snprintf(path, sizeof path, "/sys/fs/cgroup%s", line + 3);
            limit = limit_of(c, path);
        }
    if (file)
        fclose(file);
    return limit;
}

/* `used` does not count what is reserved. To a process under a hard limit the memory is what the limit leaves it. */
API(nvmlDeviceGetMemoryInfo_v2)(struct call *c, nvmlMemory_v2_t *memory)
{
    REQUIRE(memory);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, memory->version, nvmlMemory_v2));
    struct memory_use use = memory_here(c);
    const struct memory_limit *own = own_limit(c);
    if (own && (double)own->hard < use.total)
        use = (struct memory_use){(double)own->hard, 0, fmin((double)own->hard, signal_value(&own->used, c->now.t))};
    memory->total = (unsigned long long)use.total;
    memory->reserved = (unsigned long long)use.reserved;
    memory->used = (unsigned long long)use.used;
    memory->free = memory->total - memory->reserved - memory->used;
    return NVML_SUCCESS;
}

/* A process maps a few MiB; a MIG device has the share of the window that it has of the memory. */
API(nvmlDeviceGetBAR1MemoryInfo)(struct call *c, nvmlBAR1Memory_t *bar1Memory)
{
    const struct model *m = c->device->id.model;
    const double mib = 1048576;
    REQUIRE(bar1Memory);
    SUPPORTED_IF(m->bar1_mib != UNKNOWN);
    double share = 1, users = 1;
    if (c->kind == HANDLE_MIG && m->profiles[c->instance.profile].memory_slices != UNKNOWN)
        share = (double)m->profiles[c->instance.profile].memory_slices / (double)m->mig_memory_slices;
    for (int i = 0; i < c->device->play.process_count; i++)
        users += process_runs(&c->device->play.processes[i], c->now.t);
    bar1Memory->bar1Total = (unsigned long long)((double)m->bar1_mib * share * mib);
    bar1Memory->bar1Used = (unsigned long long)(users * mib);
    bar1Memory->bar1Free = bar1Memory->bar1Total - bar1Memory->bar1Used;
    return NVML_SUCCESS;
}

/* A driver that does not account memory supports nothing; one that does finds no limits for most control groups. */
API(nvmlDeviceGetMemoryLimits_v1)(struct call *c, nvmlGetMemoryLimits_v1_t *limits)
{
    REQUIRE(limits && limits->nameSpace);
    SUPPORTED_IF(limits_memory(c));
    if (strncmp(limits->nameSpace, "/sys/fs/cgroup", strlen("/sys/fs/cgroup")))
        return NVML_ERROR_OPERATING_SYSTEM;
    const struct memory_limit *limit = limit_of(c, limits->nameSpace);
    if (!limit)
        return NVML_ERROR_NOT_FOUND;
    limits->softLimit = limit->soft;
    limits->hardLimit = limit->hard;
    limits->currentUsed = (unsigned long long)signal_value(&limit->used, c->now.t);
    return NVML_SUCCESS;
}
