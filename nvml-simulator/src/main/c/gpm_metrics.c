// SPDX-License-Identifier: Apache-2.0
#include "gpm_metrics.h"

#include "links.h"

#include <math.h>
#include <string.h>

static const double mib = 1048576;

void gpm_read(const struct call *c, const struct mig_instance *instance, struct gpm_reading *r)
{
    const struct device *d = c->device;
    static const struct load idle;
    const struct instance_spec *spec = instance ? mig_spec(d, instance, c->now.t) : NULL;
    const struct load *load = !instance ? &d->play.load : spec ? &spec->load : &idle;
    *r = (struct gpm_reading){.t = c->now.t,
                              .device = c->ordinal,
                              .instance = instance ? instance->id : -1,
                              .profile = instance ? instance->profile : -1,
                              .generation = instance ? instance->generation : 0,
                              .serial = c->world->serial};
    for (int channel = 0; channel < CHANNELS; channel++) {
        r->value[channel] = signal_value(&load->channel[channel], r->t);
        r->sum[channel] =
            instance ? signal_integral(&load->channel[channel], r->t) : channel_integral(d, (enum channel)channel, r->t);
    }
    int active = instance ? 0 : active_links(d, r->t);
    for (int link = 0; link < MAX_LINKS && active; link++)
        for (int way = 0; way < 2; way++) {
            enum channel channel = way ? CH_NVLINK_RX : CH_NVLINK_TX;
            r->link_sum[link][way] = link_bytes(d, link, channel, r->t);
            r->link_value[link][way] = link_active(d, link, r->t) ? r->value[channel] * 1e6 / active : 0;
        }
}

/* What a metric is measured by. */
enum measure { OF_LOAD, OF_NOTHING, OF_TRAFFIC, OF_DECODER, OF_JPEG, OF_OFA, OF_LINKS, OF_ONE_LINK, OF_C2C };

struct metric {
    unsigned first, last;
    enum measure measure;
    enum channel channel;
    const char *name, *title, *unit;
};

static const struct metric metrics[] = {
    {NVML_GPM_METRIC_GRAPHICS_UTIL, 0, OF_LOAD, CH_SM, "gr_util", "Graphics engine active", "%"},
    {NVML_GPM_METRIC_SM_UTIL, 0, OF_LOAD, CH_SM, "sm_util", "SM active", "%"},
    {NVML_GPM_METRIC_SM_OCCUPANCY, 0, OF_LOAD, CH_OCCUPANCY, "sm_occ", "SM occupancy", "%"},
    {NVML_GPM_METRIC_INTEGER_UTIL, 0, OF_NOTHING, CH_SM, "int_util", "Integer pipe active", "%"},
    {NVML_GPM_METRIC_ANY_TENSOR_UTIL, 0, OF_LOAD, CH_TENSOR, "tensor_util", "Tensor pipe active", "%"},
    {NVML_GPM_METRIC_DFMA_TENSOR_UTIL, 0, OF_NOTHING, CH_TENSOR, "dfma_util", "Tensor pipe active, DFMA", "%"},
    {NVML_GPM_METRIC_HMMA_TENSOR_UTIL, 0, OF_LOAD, CH_TENSOR, "hmma_util", "Tensor pipe active, HMMA", "%"},
    {NVML_GPM_METRIC_DMMA_TENSOR_UTIL, NVML_GPM_METRIC_IMMA_TENSOR_UTIL, OF_NOTHING, CH_TENSOR, "mma_util",
     "Tensor pipe active, DMMA or IMMA", "%"},
    {NVML_GPM_METRIC_DRAM_BW_UTIL, 0, OF_LOAD, CH_DRAM, "dram_util", "DRAM bandwidth in use", "%"},
    {NVML_GPM_METRIC_FP64_UTIL, 0, OF_LOAD, CH_FP64, "fp64_util", "FP64 pipe active", "%"},
    {NVML_GPM_METRIC_FP32_UTIL, 0, OF_LOAD, CH_FP32, "fp32_util", "FP32 pipe active", "%"},
    {NVML_GPM_METRIC_FP16_UTIL, 0, OF_LOAD, CH_FP16, "fp16_util", "FP16 pipe active", "%"},
    {NVML_GPM_METRIC_PCIE_TX_PER_SEC, 0, OF_TRAFFIC, CH_PCIE_TX, "pcie_tx", "PCIe traffic sent", "MiB/s"},
    {NVML_GPM_METRIC_PCIE_RX_PER_SEC, 0, OF_TRAFFIC, CH_PCIE_RX, "pcie_rx", "PCIe traffic received", "MiB/s"},
    {NVML_GPM_METRIC_NVDEC_0_UTIL, NVML_GPM_METRIC_NVDEC_7_UTIL, OF_DECODER, CH_DECODER, "nvdec_util", "NVDEC active", "%"},
    {NVML_GPM_METRIC_NVJPG_0_UTIL, NVML_GPM_METRIC_NVJPG_7_UTIL, OF_JPEG, CH_JPEG, "nvjpg_util", "NVJPG active", "%"},
    {NVML_GPM_METRIC_NVOFA_0_UTIL, NVML_GPM_METRIC_NVOFA_1_UTIL, OF_OFA, CH_OFA, "nvofa_util", "NVOFA active", "%"},
    {NVML_GPM_METRIC_NVLINK_TOTAL_RX_PER_SEC, 0, OF_LINKS, CH_NVLINK_RX, "nvlink_rx", "NVLink traffic received", "MiB/s"},
    {NVML_GPM_METRIC_NVLINK_TOTAL_TX_PER_SEC, 0, OF_LINKS, CH_NVLINK_TX, "nvlink_tx", "NVLink traffic sent", "MiB/s"},
    {NVML_GPM_METRIC_NVLINK_L0_RX_PER_SEC, NVML_GPM_METRIC_NVLINK_L17_TX_PER_SEC, OF_ONE_LINK, CH_NVLINK_RX, "nvlink_link",
     "NVLink traffic of a link", "MiB/s"},
    {NVML_GPM_METRIC_C2C_TOTAL_TX_PER_SEC, NVML_GPM_METRIC_C2C_LINK13_DATA_RX_PER_SEC, OF_C2C, CH_SM, "c2c", "C2C traffic",
     "MiB/s"},
    {NVML_GPM_METRIC_NVLINK_L18_RX_PER_SEC, NVML_GPM_METRIC_NVLINK_L35_TX_PER_SEC, OF_ONE_LINK, CH_NVLINK_RX, "nvlink_link",
     "NVLink traffic of a link", "MiB/s"},
};

static const struct metric *metric_of(unsigned id)
{
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
        if (id == metrics[i].first || (id > metrics[i].first && id <= metrics[i].last))
            return &metrics[i];
    return NULL;
}

/* Ids end where the driver's header ends. */
static unsigned ids_of_driver(const struct call *c)
{
    return driver_has(c, 615) ? 477 : driver_has(c, 595) ? 333 : driver_has(c, 575) ? 210 : 98;
}

/* The profile over the whole GPU, NULL when the board has no MIG. */
static const struct mig_profile *whole_profile(const struct model *m)
{
    const struct mig_profile *whole = NULL;
    for (int i = 0; i < m->profile_count; i++)
        if (!whole || m->profiles[i].slices > whole->slices)
            whole = &m->profiles[i];
    return whole;
}

/* Engines of a kind that the GPU or instance has; one where nobody knows. */
static long long engines(const struct model *m, const struct gpm_reading *reading, enum measure measure)
{
    const struct mig_profile *p = reading->profile >= 0 ? &m->profiles[reading->profile] : whole_profile(m);
    long long count = !p ? UNKNOWN : measure == OF_DECODER ? p->decoders : measure == OF_JPEG ? p->jpeg : p->ofa;
    return count == UNKNOWN ? 1 : count;
}

/* Seconds between two readings; 0 when there is nothing to take a mean over: the same moment, or an instance whose load was edited
   in between (a whole GPU's sums go on over an edit). */
static double seconds_between(const struct gpm_reading *a, const struct gpm_reading *b)
{
    return a->instance >= 0 && a->serial != b->serial ? 0 : b->t - a->t;
}

/* The mean of a quantity between the readings, its value when there is no time between them. */
static double mean_between(double sum1, double sum2, double value, double seconds)
{
    return seconds > 1e-9 ? (sum2 - sum1) / seconds : value;
}

/* 0 receives and 1 sends, two ids to a link. */
static nvmlReturn_t one_link(const struct device *device, const struct gpm_reading *a, const struct gpm_reading *b, unsigned id,
                             double *value)
{
    bool late = id >= NVML_GPM_METRIC_NVLINK_L18_RX_PER_SEC;
    unsigned offset = late ? id - NVML_GPM_METRIC_NVLINK_L18_RX_PER_SEC : id - NVML_GPM_METRIC_NVLINK_L0_RX_PER_SEC;
    unsigned link = offset / 2 + (late ? 18 : 0), way = offset % 2 ? 0 : 1;
    SUPPORTED_IF(a->instance < 0 && link < device->id.model->links);
    *value = mean_between(a->link_sum[link][way], b->link_sum[link][way], b->link_value[link][way], seconds_between(a, b)) / mib;
    return NVML_SUCCESS;
}

static nvmlReturn_t measure(const struct device *device, const struct gpm_reading *a, const struct gpm_reading *b,
                            const struct metric *m, unsigned id, double *value)
{
    double mean = mean_between(a->sum[m->channel], b->sum[m->channel], b->value[m->channel], seconds_between(a, b));
    *value = mean;
    switch (m->measure) {
    case OF_LOAD: return NVML_SUCCESS;
    case OF_NOTHING: *value = 0; return NVML_SUCCESS;
    case OF_DECODER:
    case OF_JPEG:
    case OF_OFA: return id - m->first < engines(device->id.model, a, m->measure) ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
    case OF_TRAFFIC: *value = mean * 1e6 / mib; return a->instance < 0 ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
    case OF_LINKS:
        *value = mean * 1e6 / mib;
        return a->instance < 0 && device->id.model->links > 0 ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
    case OF_ONE_LINK: return one_link(device, a, b, id, value);
    case OF_C2C: *value = 0; return device->id.model->c2c ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
    }
    return NVML_ERROR_NOT_SUPPORTED;
}

void gpm_metric(const struct call *c, const struct gpm_reading *first, const struct gpm_reading *second, nvmlGpmMetric_t *metric)
{
    const struct device *device = &c->scenario->devices[first->device];
    const struct metric *m = metric_of(metric->metricId);
    metric->value = 0;
    memset(&metric->metricInfo, 0, sizeof metric->metricInfo);
    if (!metric->metricId || metric->metricId >= ids_of_driver(c)) {
        metric->nvmlReturn = NVML_ERROR_INVALID_ARGUMENT;
        return;
    }
    metric->nvmlReturn = m ? measure(device, first, second, m, metric->metricId, &metric->value) : NVML_ERROR_NOT_SUPPORTED;
    if (!m)
        return;
    if (metric->nvmlReturn != NVML_SUCCESS)
        metric->value = 0;
    metric->metricInfo.shortName = (char *)m->name;
    metric->metricInfo.longName = (char *)m->title;
    metric->metricInfo.unit = (char *)m->unit;
}
