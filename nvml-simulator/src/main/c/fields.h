// SPDX-License-Identifier: Apache-2.0
/* Field values: which reader answers an id, and what it needs. */
#ifndef FIELDS_H
#define FIELDS_H

#include "nvml_calls.h"

/* One value being read. The id is that of the newest header, whatever the driver calls it. */
struct field {
    struct call *call;
    unsigned id, scope;
    nvmlFieldValue_t *out;
};

struct field_row {
    unsigned first, last;
    nvmlReturn_t (*read)(struct field *field);
};

/* Each table ends with a NULL reader. */
extern const struct field_row device_fields[], link_fields[];

nvmlReturn_t give_u32(struct field *field, double value);
nvmlReturn_t give_u64(struct field *field, double value);
nvmlReturn_t give_s32(struct field *field, double value);

#endif
