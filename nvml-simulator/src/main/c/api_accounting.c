// SPDX-License-Identifier: Apache-2.0
/* Accounting: what processes have used, also after their end, from the moment it was turned on. */
#include "nvml_calls.h"

#include <math.h>

/* MIG turns accounting off. */
static bool accounting_on(const struct call *c)
{
    return atomic_load(&c->runtime->accounting) && !mig_on(c);
}

static nvmlReturn_t check_accounting(const struct call *c)
{
    SUPPORTED_IF(c->device->id.model->accounting_buffer != UNKNOWN);
    SUPPORTED_IF(accounting_on(c));
    return NVML_SUCCESS;
}

API(nvmlDeviceGetAccountingMode)(struct call *c, nvmlEnableState_t *mode)
{
    SUPPORTED_IF(c->device->id.model->accounting_buffer != UNKNOWN);
    return known(accounting_on(c), (unsigned *)mode);
}

API(nvmlDeviceSetAccountingMode)(struct call *c, nvmlEnableState_t mode)
{
    REQUIRE((unsigned)mode <= NVML_FEATURE_ENABLED);
    SUPPORTED_IF(c->device->id.model->accounting_buffer != UNKNOWN && !mig_on(c));
    if (mode == NVML_FEATURE_ENABLED && !atomic_load(&c->runtime->accounting)) {
        pthread_mutex_lock(&c->runtime->lock);
        c->runtime->accounting_since = c->runtime->accounting_cleared = c->now.t;
        pthread_mutex_unlock(&c->runtime->lock);
    }
    atomic_store(&c->runtime->accounting, mode == NVML_FEATURE_ENABLED);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetAccountingBufferSize)(struct call *c, unsigned int *bufferSize)
{
    return known(c->device->id.model->accounting_buffer, bufferSize);
}

/* Ended processes are forgotten; running ones stay. */
API(nvmlDeviceClearAccountingPids)(struct call *c)
{
    RETURN_UNLESS_GOOD(check_accounting(c));
    pthread_mutex_lock(&c->runtime->lock);
    c->runtime->accounting_cleared = c->now.t;
    pthread_mutex_unlock(&c->runtime->lock);
    return NVML_SUCCESS;
}

/* Whether the process is accounted for: begun, and not ended before accounting began or was cleared. */
static bool accounted(const struct call *c, const struct process *p)
{
    pthread_mutex_lock(&c->runtime->lock);
    double since = fmax(c->runtime->accounting_since, c->runtime->accounting_cleared);
    pthread_mutex_unlock(&c->runtime->lock);
    return p->from <= c->now.t && p->until > since;
}

API(nvmlDeviceGetAccountingPids)(struct call *c, unsigned int *count, unsigned int *pids)
{
    const struct play *play = &c->device->play;
    unsigned found = 0;
    REQUIRE(count);
    RETURN_UNLESS_GOOD(check_accounting(c));
    unsigned room = pids ? *count : 0;
    for (int i = 0; i < play->process_count; i++) {
        if (!accounted(c, &play->processes[i]))
            continue;
        if (found < room)
            pids[found] = play->processes[i].pid;
        found++;
    }
    *count = found;
    return found > room ? NVML_ERROR_INSUFFICIENT_SIZE : NVML_SUCCESS;
}

/* The process's part in one channel over its life, in % of that time. */
static double mean_over_life(const struct call *c, const struct process *p, double life)
{
    double end = fmin(c->now.t, p->until);
    return life > 0 ? signal_integral(&p->sm, end) / life : signal_value(&p->sm, c->now.t);
}

API(nvmlDeviceGetAccountingStats_v2)(struct call *c, nvmlAccountingStats_v2_t *stats)
{
    const struct play *play = &c->device->play;
    REQUIRE(stats);
    RETURN_UNLESS_GOOD(check_accounting(c));
    for (int i = 0; i < play->process_count; i++) {
        const struct process *p = &play->processes[i];
        if (p->pid != stats->pid || !accounted(c, p))
            continue;
        bool runs = process_runs(p, c->now.t);
        double life = fmin(c->now.t, p->until) - p->from, percent = mean_over_life(c, p, life);
        stats->isRunning = runs;
        stats->gpuUtilization = (unsigned)lround(percent);
        stats->memoryUtilization = (unsigned)lround(percent * 0.6);
        stats->maxMemoryUsage = !p->memory.term_count ? 0
                                                      : (unsigned long long)curve_peak_between(p->memory.terms[0].curve, p->from,
                                                                                               fmin(c->now.t, p->until));
        stats->sampleCount = (unsigned)life;
        stats->sumGpuUtil = (unsigned long long)(percent * life);
        stats->sumFbUtil = (unsigned long long)(percent * 0.6 * life);
        stats->time = runs ? 0 : (unsigned long long)(life * 1e3);
        stats->startTime = wall_of(&c->now, p->from);
        return NVML_SUCCESS;
    }
    return NVML_ERROR_NOT_FOUND;
}

API(nvmlDeviceGetAccountingStats)(struct call *c, unsigned int pid, nvmlAccountingStats_t *stats)
{
    nvmlAccountingStats_v2_t whole = {.pid = pid};
    REQUIRE(stats);
    RETURN_UNLESS_GOOD(sim_nvmlDeviceGetAccountingStats_v2(c, &whole));
    *stats = (nvmlAccountingStats_t){.gpuUtilization = whole.gpuUtilization,
                                     .memoryUtilization = whole.memoryUtilization,
                                     .maxMemoryUsage = whole.maxMemoryUsage,
                                     .time = whole.time,
                                     .startTime = whole.startTime,
                                     .isRunning = whole.isRunning};
    return NVML_SUCCESS;
}
