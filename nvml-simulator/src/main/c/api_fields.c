// SPDX-License-Identifier: Apache-2.0
/* nvmlDeviceGetFieldValues: many readings in one call, each with its own return code. */
#include "faults.h"
#include "fields.h"

nvmlReturn_t give_u32(struct field *field, double value)
{
    field->out->valueType = NVML_VALUE_TYPE_UNSIGNED_INT;
    field->out->value = (nvmlValue_t){.ullVal = 0};
    field->out->value.uiVal = (unsigned)value;
    return NVML_SUCCESS;
}

nvmlReturn_t give_u64(struct field *field, double value)
{
    field->out->valueType = NVML_VALUE_TYPE_UNSIGNED_LONG_LONG;
    field->out->value.ullVal = (unsigned long long)value;
    return NVML_SUCCESS;
}

nvmlReturn_t give_s32(struct field *field, double value)
{
    field->out->valueType = NVML_VALUE_TYPE_SIGNED_INT;
    field->out->value = (nvmlValue_t){.ullVal = 0};
    field->out->value.siVal = (int)value;
    return NVML_SUCCESS;
}

/* One past the last id that the headers of a driver branch know. */
static unsigned ids_of(int branch)
{
    static const struct {
        int branch;
        unsigned ids;
    } ends[] = {{615, 308}, {610, 303}, {595, 303}, {590, 289}, {575, 274}, {570, 269}, {560, 230}, {555, 223}, {550, 200},
                {535, 197}, {530, 173}, {525, 170}, {520, 167}, {470, 161}, {460, 148}, {455, 147}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (branch >= ends[i].branch)
            return ends[i].ids;
    return 146;
}

/* Ids moved between driver branches, in spite of the header's promise: to those of the newest. */
static unsigned newest_id(int branch, unsigned id)
{
    if (branch >= 575 && branch < 590 && id >= 251 && id <= 255)
        return id + 18; /* clock event reasons and power balancing came before power smoothing */
    if (branch >= 575 && branch < 590 && id >= 256 && id <= 273)
        return id - 5;
    if (branch >= 555 && branch < 570 && (id == 199 || id == 200))
        return 399 - id;
    return id;
}

static const struct field_row *row_in(const struct field_row *rows, unsigned id)
{
    for (; rows->read; rows++)
        if (id >= rows->first && id <= rows->last)
            return rows;
    return NULL;
}

static nvmlReturn_t read_field(struct call *c, nvmlFieldValue_t *value)
{
    int branch = c->scenario->driver.symbols;
    if (!value->fieldId || value->fieldId >= ids_of(branch))
        return NVML_ERROR_INVALID_ARGUMENT;
    struct field field = {c, newest_id(branch, value->fieldId), value->scopeId, value};
    const struct field_row *row = row_in(device_fields, field.id);
    if (!row)
        row = row_in(link_fields, field.id);
    return row ? row->read(&field) : NVML_ERROR_NOT_SUPPORTED;
}

API(nvmlDeviceGetFieldValues)(struct call *c, int valuesCount, nvmlFieldValue_t *values)
{
    REQUIRE(values && valuesCount > 0);
    for (int i = 0; i < valuesCount; i++) {
        nvmlFieldValue_t *value = &values[i];
        value->timestamp = (long long)c->now.wall_us;
        value->latencyUsec = 1;
        value->nvmlReturn = fault_of_field(c->scenario, c->fn, c->ordinal, value->fieldId, c->now.t);
        if (value->nvmlReturn == NVML_SUCCESS)
            value->nvmlReturn = read_field(c, value);
    }
    return NVML_SUCCESS;
}

/* Link errors are the only values that can be cleared here. */
API(nvmlDeviceClearFieldValues)(struct call *c, int valuesCount, nvmlFieldValue_t *values)
{
    REQUIRE(values && valuesCount > 0);
    for (int i = 0; i < valuesCount; i++) {
        bool link_error =
            values[i].fieldId >= NVML_FI_DEV_NVLINK_ERROR_DL_REPLAY && values[i].fieldId <= NVML_FI_DEV_NVLINK_ERROR_DL_CRC;
        values[i].nvmlReturn = link_error ? sim_nvmlDeviceResetNvLinkErrorCounters(c, values[i].scopeId) : NVML_ERROR_NOT_SUPPORTED;
    }
    return NVML_SUCCESS;
}
