/* Framebuffer and BAR1 memory, of a GPU or of a MIG device. */
#include "nvml_calls.h"

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

/* `used` does not count what is reserved. */
API(nvmlDeviceGetMemoryInfo_v2)(struct call *c, nvmlMemory_v2_t *memory)
{
    REQUIRE(memory);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, memory->version, nvmlMemory_v2));
    struct memory_use use = memory_here(c);
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
