// SPDX-License-Identifier: Apache-2.0
/* GPM: profiling counters. A sample holds integrals, so that a metric is the exact mean between two samples. */
#include "gpm_metrics.h"
#include "nvml_calls.h"
#include "slots.h"

#include <stdlib.h>
#include <string.h>

struct sample {
    struct slot_object head;
    pthread_mutex_t lock;
    bool taken;
    struct gpm_reading reading;
};

static struct slots samples = {.lock = PTHREAD_MUTEX_INITIALIZER, .kind = HANDLE_SAMPLE};
static atomic_uint streaming[MAX_DEVICES];

static bool gpm_supported(const struct call *c)
{
    return c->device->id.model->architecture >= NVML_DEVICE_ARCH_HOPPER;
}

API(nvmlGpmQueryDeviceSupport)(struct call *c, nvmlGpmSupport_t *gpmSupport)
{
    REQUIRE(gpmSupport);
    if (gpmSupport->version != NVML_GPM_SUPPORT_VERSION)
        return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    gpmSupport->isSupportedDevice = gpm_supported(c);
    return NVML_SUCCESS;
}

API(nvmlGpmSampleAlloc)(struct call *c, nvmlGpmSample_t *gpmSample)
{
    REQUIRE(gpmSample);
    struct sample *made = calloc(1, sizeof *made);
    if (!made)
        return NVML_ERROR_MEMORY;
    pthread_mutex_init(&made->lock, NULL);
    *gpmSample = slots_add(&samples, &made->head, c->world->session.number);
    if (*gpmSample)
        return NVML_SUCCESS;
    free(made);
    return NVML_ERROR_MEMORY;
}

API(nvmlGpmSampleFree)(struct call *c, nvmlGpmSample_t gpmSample)
{
    return slots_remove(&samples, gpmSample, c->world->session.number) ? NVML_SUCCESS : NVML_ERROR_INVALID_ARGUMENT;
}

/* Fills a sample with the reading of the GPU, or of one of its instances. */
static nvmlReturn_t take(struct call *c, const struct mig_instance *instance, nvmlGpmSample_t handle)
{
    struct sample *sample = slots_hold(&samples, handle, c->world->session.number);
    REQUIRE(sample);
    pthread_mutex_lock(&sample->lock);
    gpm_read(c, instance, &sample->reading);
    sample->taken = true;
    pthread_mutex_unlock(&sample->lock);
    slots_let_go(&samples, &sample->head);
    return NVML_SUCCESS;
}

API(nvmlGpmSampleGet)(struct call *c, nvmlGpmSample_t gpmSample)
{
    return take(c, c->kind == HANDLE_MIG ? &c->instance : NULL, gpmSample);
}

API(nvmlGpmMigSampleGet)(struct call *c, unsigned int gpuInstanceId, nvmlGpmSample_t gpmSample)
{
    SUPPORTED_IF(mig_on(c));
    REQUIRE(mig_find(c->runtime, gpuInstanceId, &c->instance));
    return take(c, &c->instance, gpmSample);
}

static bool copy_reading(nvmlGpmSample_t handle, unsigned session, struct gpm_reading *reading)
{
    struct sample *sample = slots_hold(&samples, handle, session);
    if (!sample)
        return false;
    pthread_mutex_lock(&sample->lock);
    bool taken = sample->taken;
    *reading = sample->reading;
    pthread_mutex_unlock(&sample->lock);
    slots_let_go(&samples, &sample->head);
    return taken;
}

/* Only the entries that numMetrics counts are touched: how long the array is depends on the client's header. */
API(nvmlGpmMetricsGet)(struct call *c, nvmlGpmMetricsGet_t *metricsGet)
{
    struct gpm_reading first, second;
    REQUIRE(metricsGet);
    if (metricsGet->version != NVML_GPM_METRICS_GET_VERSION)
        return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    REQUIRE(metricsGet->numMetrics && metricsGet->numMetrics <= NVML_GPM_METRIC_MAX);
    REQUIRE(copy_reading(metricsGet->sample1, c->world->session.number, &first));
    REQUIRE(copy_reading(metricsGet->sample2, c->world->session.number, &second));
    REQUIRE(first.device == second.device && first.instance == second.instance && first.generation == second.generation);
    RETURN_UNLESS_GOOD(call_meets(c, first.device));
    for (unsigned i = 0; i < metricsGet->numMetrics; i++)
        gpm_metric(c, &first, &second, &metricsGet->metrics[i]);
    return NVML_SUCCESS;
}

API(nvmlGpmQueryIfStreamingEnabled)(struct call *c, unsigned int *state)
{
    return known(atomic_load(&streaming[c->ordinal]), state);
}

API(nvmlGpmSetStreamingEnabled)(struct call *c, unsigned int state)
{
    REQUIRE(state <= 1);
    atomic_store(&streaming[c->ordinal], state);
    return NVML_SUCCESS;
}
