// SPDX-License-Identifier: Apache-2.0
/* NVLinks of a device over time. */
#ifndef LINKS_H
#define LINKS_H

#include "dispatch.h"

/* NVML_NVLINK_STATE_* of the link at t. */
int link_state(const struct device *device, int link, double t);
/* Whether the link is connected, up and lets traffic through at t. */
bool link_active(const struct device *device, int link, double t);
int active_links(const struct device *device, double t);
/* Bytes that went over the link since the start: at any time the links that are up share the GPU's traffic evenly.
   `channel` is CH_NVLINK_TX or CH_NVLINK_RX. */
double link_bytes(const struct device *device, int link, enum channel channel, double t);
double all_link_bytes(const struct device *device, enum channel channel, double t);
/* MB/s of one link, one direction; NaN when nobody knows. */
double link_speed(const struct model *model);

/* What every call about a link checks first: links at all, not split by MIG, this number. */
nvmlReturn_t check_link(const struct call *c, unsigned link);

enum link_error { LINK_REPLAY, LINK_RECOVERY, LINK_CRC_FLIT, LINK_CRC_DATA, LINK_ECC_DATA };
/* NVLink 5 has other counters in their place. */
bool old_link_errors(const struct model *model);
/* All errors of a scenario are errors of link 0. */
double link_errors(const struct call *c, unsigned link, enum link_error error);

#endif
