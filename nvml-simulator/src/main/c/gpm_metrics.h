// SPDX-License-Identifier: Apache-2.0
/* GPM metrics from two readings. */
#ifndef GPM_METRICS_H
#define GPM_METRICS_H

#include "dispatch.h"

/* Integrals up to t, and the values at t for two readings of the same moment. */
struct gpm_reading {
    double t;
    int device;
    int instance; /* GPU instance id, -1: the whole GPU */
    int profile;  /* of the instance, index in the model's profiles */
    unsigned generation;
    unsigned serial; /* of the world it was read in */
    double sum[CHANNELS], value[CHANNELS];
    double link_sum[MAX_LINKS][2]; /* bytes sent, received */
    double link_value[MAX_LINKS][2];
};

/* `instance` NULL: of the whole GPU. */
void gpm_read(const struct call *c, const struct mig_instance *instance, struct gpm_reading *reading);
/* Fills in return code, value and names of one metric. */
void gpm_metric(const struct call *c, const struct gpm_reading *first, const struct gpm_reading *second, nvmlGpmMetric_t *metric);

#endif
