// SPDX-License-Identifier: Apache-2.0
/* Memory errors of a device: counters of the file, events since, less what was cleared. */
#ifndef ECC_H
#define ECC_H

#include "dispatch.h"

bool ecc_supported(const struct call *c);
/* `type`: NVML_MEMORY_ERROR_TYPE_*, `counter`: NVML_VOLATILE_ECC or NVML_AGGREGATE_ECC. */
double ecc_errors(const struct call *c, int type, int counter);
/* Boards with rows to spare remap them, older ones retire pages. */
bool remaps_rows(const struct call *c);

#endif
