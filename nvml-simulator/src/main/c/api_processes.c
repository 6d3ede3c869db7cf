// SPDX-License-Identifier: Apache-2.0
/* Processes on a device, and what each uses. */
#include "nvml_calls.h"

#include <math.h>

static const unsigned long long not_available = ~0ull;
static const double sampling_period = 0.167;
static const uint64_t frozen_for = 31536000000000; /* a year, us */
enum { RING = 120 };

/* One entry, before it is written in the caller's layout. */
struct entry {
    const struct process *process;
    unsigned long long memory;
    unsigned instance, compute;
};

/* Whether the instance a process runs in is there. */
static bool has_place(const struct process *process, const struct mig_state *state)
{
    if (process->instance < 0)
        return true;
    for (int i = 0; i < state->count; i++)
        if (state->instances[i].id == process->instance)
            for (int q = 0; q < state->instances[i].compute_count; q++)
                if (state->instances[i].compute[q].id == process->compute_instance)
                    return true;
    return false;
}

/* Whether the asked-for device shows the process. */
static bool shown(const struct call *c, const struct process *process, const struct mig_state *state)
{
    if (!process_runs(process, c->now.t) || !has_place(process, state))
        return false;
    if (c->kind == HANDLE_GPU)
        return true;
    return process->instance == c->instance.id && process->compute_instance == c->instance.compute[c->compute].id;
}

/* Whether a process is in the list of a kind: clients of an MPS server are in that of compute as well. */
static bool listed(const struct process *process, int kind)
{
    return kind == NVML_PROCESS_MODE_ALL || process->kind == kind ||
           (kind == NVML_PROCESS_MODE_COMPUTE && process->kind == NVML_PROCESS_MODE_MPS);
}

/* The processes of a kind (NVML_PROCESS_MODE_ALL: of any); fills up to `room`, returns how many there are. */
static unsigned gather(const struct call *c, int kind, struct entry *entries, unsigned room)
{
    struct mig_state state = {0};
    const struct play *play = &c->device->play;
    unsigned count = 0;
    if (mig_on(c))
        mig_copy(c->runtime, &state);
    for (int i = 0; i < play->process_count; i++) {
        const struct process *p = &play->processes[i];
        if (!listed(p, kind) || !shown(c, p, &state))
            continue;
        if (count < room) {
            bool placed = p->instance >= 0;
            entries[count] =
                (struct entry){p, p->memory_hidden ? not_available : (unsigned long long)process_memory(p, c->now.t),
                               placed ? (unsigned)p->instance : UINT_MAX, placed ? (unsigned)p->compute_instance : UINT_MAX};
        }
        count++;
    }
    return count;
}

/* Too small a buffer leaves everything but the count untouched. */
static nvmlReturn_t gather_into(const struct call *c, int kind, struct entry *entries, unsigned *count, const void *buffer)
{
    REQUIRE(count);
    unsigned room = *count;
    REQUIRE(buffer || room == 0);
    *count = gather(c, kind, entries, MAX_PROCESSES);
    return *count > room ? NVML_ERROR_INSUFFICIENT_SIZE : NVML_SUCCESS;
}

static nvmlReturn_t list(const struct call *c, int kind, unsigned *count, nvmlProcessInfo_t *infos)
{
    struct entry entries[MAX_PROCESSES];
    RETURN_UNLESS_GOOD(gather_into(c, kind, entries, count, infos));
    for (unsigned i = 0; i < *count; i++)
        infos[i] = (nvmlProcessInfo_t){entries[i].process->pid, entries[i].memory, entries[i].instance, entries[i].compute};
    return NVML_SUCCESS;
}

/* The entries of 16 bytes that the symbols without a version fill. */
static nvmlReturn_t list_v1(const struct call *c, int kind, unsigned *count, nvmlProcessInfo_v1_t *infos)
{
    struct entry entries[MAX_PROCESSES];
    RETURN_UNLESS_GOOD(gather_into(c, kind, entries, count, infos));
    for (unsigned i = 0; i < *count; i++)
        infos[i] = (nvmlProcessInfo_v1_t){entries[i].process->pid, entries[i].memory};
    return NVML_SUCCESS;
}

API(nvmlDeviceGetComputeRunningProcesses_v3)(struct call *c, unsigned int *infoCount, nvmlProcessInfo_t *infos)
{
    return list(c, NVML_PROCESS_MODE_COMPUTE, infoCount, infos);
}

API(nvmlDeviceGetComputeRunningProcesses_v2)(struct call *c, unsigned int *infoCount, nvmlProcessInfo_v2_t *infos)
{
    return list(c, NVML_PROCESS_MODE_COMPUTE, infoCount, (nvmlProcessInfo_t *)infos);
}

API(nvmlDeviceGetComputeRunningProcesses)(struct call *c, unsigned int *infoCount, nvmlProcessInfo_v1_t *infos)
{
    return list_v1(c, NVML_PROCESS_MODE_COMPUTE, infoCount, infos);
}

API(nvmlDeviceGetGraphicsRunningProcesses_v3)(struct call *c, unsigned int *infoCount, nvmlProcessInfo_t *infos)
{
    return list(c, NVML_PROCESS_MODE_GRAPHICS, infoCount, infos);
}

API(nvmlDeviceGetGraphicsRunningProcesses_v2)(struct call *c, unsigned int *infoCount, nvmlProcessInfo_v2_t *infos)
{
    return list(c, NVML_PROCESS_MODE_GRAPHICS, infoCount, (nvmlProcessInfo_t *)infos);
}

API(nvmlDeviceGetGraphicsRunningProcesses)(struct call *c, unsigned int *infoCount, nvmlProcessInfo_v1_t *infos)
{
    return list_v1(c, NVML_PROCESS_MODE_GRAPHICS, infoCount, infos);
}

API(nvmlDeviceGetMPSComputeRunningProcesses_v3)(struct call *c, unsigned int *infoCount, nvmlProcessInfo_t *infos)
{
    return list(c, NVML_PROCESS_MODE_MPS, infoCount, infos);
}

API(nvmlDeviceGetMPSComputeRunningProcesses_v2)(struct call *c, unsigned int *infoCount, nvmlProcessInfo_v2_t *infos)
{
    return list(c, NVML_PROCESS_MODE_MPS, infoCount, (nvmlProcessInfo_t *)infos);
}

API(nvmlDeviceGetMPSComputeRunningProcesses)(struct call *c, unsigned int *infoCount, nvmlProcessInfo_v1_t *infos)
{
    return list_v1(c, NVML_PROCESS_MODE_MPS, infoCount, infos);
}

API(nvmlDeviceGetRunningProcessDetailList)(struct call *c, nvmlProcessDetailList_t *plist)
{
    struct entry entries[MAX_PROCESSES];
    REQUIRE(plist);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, plist->version, nvmlProcessDetailList_v1));
    REQUIRE(plist->mode < NVML_PROCESS_MODE_MAX);
    RETURN_UNLESS_GOOD(gather_into(c, (int)plist->mode, entries, &plist->numProcArrayEntries, plist->procArray));
    for (unsigned i = 0; i < plist->numProcArrayEntries; i++)
        plist->procArray[i] =
            (nvmlProcessDetail_v1_t){entries[i].process->pid, entries[i].memory, entries[i].instance, entries[i].compute, 0};
    return NVML_SUCCESS;
}

/* What the driver keeps of a process: the latest of its sampling periods in which it was active. */
struct activity {
    const struct process *process;
    double t; /* end of the period */
    uint64_t stamp;
};

/* Memory, encoder and decoder use in proportion to the process's part of the SM use. */
static unsigned share_of(const struct call *c, const struct activity *a, enum channel channel)
{
    const struct load *load = &c->device->play.load;
    double all = signal_mean(&load->channel[CH_SM], a->t, sampling_period);
    double part = signal_mean(&a->process->sm, a->t, sampling_period);
    return all > 0 ? (unsigned)lround(signal_mean(&load->channel[channel], a->t, sampling_period) * fmin(1, part / all)) : 0;
}

static unsigned sm_of(const struct process *process, double t)
{
    return (unsigned)lround(signal_mean(&process->sm, t, sampling_period));
}

static nvmlProcessUtilizationInfo_v1_t utilization_of(const struct call *c, const struct activity *a)
{
    return (nvmlProcessUtilizationInfo_v1_t){a->stamp,
                                             a->process->pid,
                                             sm_of(a->process, a->t),
                                             share_of(c, a, CH_MEMORY),
                                             share_of(c, a, CH_ENCODER),
                                             share_of(c, a, CH_DECODER),
                                             share_of(c, a, CH_JPEG),
                                             share_of(c, a, CH_OFA)};
}

/* Time that stands still has no next period: who has seen it is shown the same again, a period later by the stamp. */
static bool frozen_activity(const struct call *c, const struct process *process, uint64_t last_seen, struct activity *activity)
{
    uint64_t stamp = wall_of(&c->now, c->now.t);
    if (last_seen >= stamp && last_seen - stamp < frozen_for)
        stamp = last_seen + (uint64_t)(sampling_period * 1e6);
    *activity = (struct activity){process, c->now.t, stamp};
    return stamp > last_seen && sm_of(process, c->now.t) > 0;
}

/* Whether a process was active in a period that ended after `last_seen`. The periods lie on a fixed grid; the buffer holds RING. */
static bool last_activity(const struct call *c, const struct process *process, uint64_t last_seen, struct activity *activity)
{
    if (c->scenario->clock.fixed)
        return frozen_activity(c, process, last_seen, activity);
    double newest = floor(c->now.t / sampling_period);
    for (double k = newest; k > 0 && k > newest - RING; k--) {
        double t = k * sampling_period;
        uint64_t stamp = wall_of(&c->now, t);
        if (stamp <= last_seen)
            return false;
        if (sm_of(process, t) > 0) {
            *activity = (struct activity){process, t, stamp};
            return true;
        }
    }
    return false;
}

/* The processes that were active since, also those that have ended; to be told once to who has seen the newest stamp. */
static nvmlReturn_t sample_processes(const struct call *c, unsigned *count, const void *buffer, uint64_t last_seen,
                                     struct activity *active)
{
    const struct play *play = &c->device->play;
    unsigned found = 0;
    REQUIRE(count);
    SUPPORTED_IF(!mig_on(c));
    for (int i = 0; i < play->process_count; i++)
        found += last_activity(c, &play->processes[i], last_seen, &active[found]);
    if (!found)
        return NVML_ERROR_NOT_FOUND;
    unsigned room = buffer ? *count : 0;
    *count = found;
    return found > room ? NVML_ERROR_INSUFFICIENT_SIZE : NVML_SUCCESS;
}

API(nvmlDeviceGetProcessUtilization)(struct call *c, nvmlProcessUtilizationSample_t *utilization, unsigned int *processSamplesCount,
                                     unsigned long long lastSeenTimeStamp)
{
    struct activity active[MAX_PROCESSES];
    RETURN_UNLESS_GOOD(sample_processes(c, processSamplesCount, utilization, lastSeenTimeStamp, active));
    for (unsigned i = 0; i < *processSamplesCount; i++) {
        nvmlProcessUtilizationInfo_v1_t u = utilization_of(c, &active[i]);
        utilization[i] = (nvmlProcessUtilizationSample_t){u.pid, u.timeStamp, u.smUtil, u.memUtil, u.encUtil, u.decUtil};
    }
    return NVML_SUCCESS;
}

API(nvmlDeviceGetProcessesUtilizationInfo)(struct call *c, nvmlProcessesUtilizationInfo_t *procesesUtilInfo)
{
    struct activity active[MAX_PROCESSES];
    nvmlProcessesUtilizationInfo_t *info = procesesUtilInfo;
    REQUIRE(info);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, info->version, nvmlProcessesUtilizationInfo_v1));
    RETURN_UNLESS_GOOD(sample_processes(c, &info->processSamplesCount, info->procUtilArray, info->lastSeenTimeStamp, active));
    for (unsigned i = 0; i < info->processSamplesCount; i++)
        info->procUtilArray[i] = utilization_of(c, &active[i]);
    return NVML_SUCCESS;
}
