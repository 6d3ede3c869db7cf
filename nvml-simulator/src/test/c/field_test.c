// SPDX-License-Identifier: Apache-2.0
/* Field values. */
#include "check.h"

static nvmlFieldValue_t field(unsigned id, unsigned scope)
{
    nvmlFieldValue_t value = {.fieldId = id, .scopeId = scope};
    GOOD(nvmlDeviceGetFieldValues(gpu(0), 1, &value));
    return value;
}

static void each_value_has_its_own_code_and_type(void)
{
    nvmlFieldValue_t values[] = {{.fieldId = NVML_FI_DEV_ENERGY},
                                 {.fieldId = NVML_FI_DEV_POWER_INSTANT},
                                 {.fieldId = 9999},
                                 {.fieldId = NVML_FI_DEV_TEMPERATURE_SHUTDOWN_TLIMIT},
                                 {.fieldId = NVML_FI_DEV_RETIRED_SBE},
                                 {.fieldId = NVML_FI_DEV_MEMORY_TEMP}};
    play(H100_AT("10s") "    counters: {energy: 1000}\n");
    GOOD(nvmlDeviceGetFieldValues(gpu(0), 6, values));
    EXPECT_IS(values[0].valueType, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG);
    EXPECT_IS(values[0].value.ullVal, 1000 + 689200);
    EXPECT_IS(values[1].valueType, NVML_VALUE_TYPE_UNSIGNED_INT);
    EXPECT_IS(values[1].value.uiVal, 68920);
    EXPECT_IS(values[2].nvmlReturn, NVML_ERROR_INVALID_ARGUMENT);
    EXPECT_IS(values[3].valueType, NVML_VALUE_TYPE_SIGNED_INT);
    EXPECT_IS(values[3].value.siVal, -8);
    EXPECT_IS(values[4].nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
    GOOD(values[5].nvmlReturn);
    EXPECT_IS(values[0].timestamp, (1767225600LL + 10) * 1000000);
    EXPECT_IS(nvmlDeviceGetFieldValues(gpu(0), 0, values), NVML_ERROR_INVALID_ARGUMENT);
}

static void thermal_slowdown_moved_from_251_to_269(void)
{
    const char *device = "clock: {fixed: 10s}\ndevices:\n  - {model: H100-SXM5-80GB, load: {temperature: 89}}\n";
    play("description: d\ndriver: {version: 580.1}\n%s", device);
    EXPECT_IS(field(251, 0).value.ullVal, 10000000000);
    EXPECT_IS(field(269, 0).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
    GOOD(nvmlShutdown());
    play("description: d\ndriver: {version: 590.1}\n%s", device);
    EXPECT_IS(field(269, 0).value.ullVal, 10000000000);
    EXPECT_IS(field(251, 0).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
    GOOD(nvmlShutdown());
    play("description: d\ndriver: {version: 570.1}\n%s", device);
    EXPECT_IS(field(269, 0).nvmlReturn, NVML_ERROR_INVALID_ARGUMENT);
    GOOD(nvmlShutdown());
    play("description: d\ndriver: {version: 535.1}\n%s", device);
    EXPECT_IS(field(NVML_FI_DEV_PCIE_COUNT_TX_BYTES, 0).nvmlReturn, NVML_ERROR_INVALID_ARGUMENT);
}

static void scopes_are_links_or_power_domains(void)
{
    play(NODE("580.1") FROZEN("1s") "devices: [{model: GB200, count: 2}]\ntopology:\n  nvlink: switch\n  matrix: |2\n"
                                    "          GPU0  GPU1\n    GPU0   X    NV18\n    GPU1  NV18   X\n");
    EXPECT_IS(field(NVML_FI_DEV_POWER_DEFAULT_LIMIT, NVML_POWER_SCOPE_GPU).value.uiVal, 1200000);
    EXPECT_IS(field(NVML_FI_DEV_POWER_DEFAULT_LIMIT, NVML_POWER_SCOPE_MODULE).value.uiVal, 2500000);
    EXPECT_IS(field(NVML_FI_DEV_POWER_INSTANT, NVML_POWER_SCOPE_MEMORY).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
    EXPECT_IS(field(NVML_FI_DEV_NVLINK_GET_SPEED, 17).value.uiVal, 53125);
    EXPECT_IS(field(NVML_FI_DEV_NVLINK_GET_STATE, 18).nvmlReturn, NVML_ERROR_INVALID_ARGUMENT);
    EXPECT_IS(field(NVML_FI_DEV_NVLINK_ERROR_DL_REPLAY, 0).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
    GOOD(field(NVML_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_EVENTS, 0).nvmlReturn);
    EXPECT_IS(field(NVML_FI_DEV_NVLINK_LINK_COUNT, 0).value.uiVal, 18);
    EXPECT_IS(field(NVML_FI_DEV_C2C_LINK_COUNT, 0).value.uiVal, 14);
}

static void every_id_answers_something(void)
{
    static const char *const models[] = {"T4", "V100-SXM2-32GB", "A100-SXM4-40GB", "L40S", "H100-SXM5-80GB", "B200", "GB200"};
    for (size_t m = 0; m < sizeof models / sizeof *models; m++) {
        play("description: d\ndriver: {version: 615.1}\ndevices: [{model: %s}]\n", models[m]);
        for (unsigned id = 1; id < NVML_FI_MAX; id++) {
            nvmlFieldValue_t value = field(id, 0);
            if (value.nvmlReturn != NVML_SUCCESS && value.nvmlReturn != NVML_ERROR_NOT_SUPPORTED)
                fail(__FILE__, __LINE__, "%s: field %u answers %d", models[m], id, value.nvmlReturn);
        }
        GOOD(nvmlShutdown());
    }
}

static void the_recovery_action_stated_counts_also_when_it_is_none(void)
{
    static const char *const counters[] = {"{remapPending: 1}", "{remapPending: 1, recoveryAction: 0}", "{recoveryAction: 7}", "{}"};
    static const unsigned expected[] = {1, 0, 7, 0};
    for (int i = 0; i < 4; i++) {
        play(H100 "    counters: %s\n", counters[i]);
        EXPECT_IS(field(NVML_FI_DEV_GET_GPU_RECOVERY_ACTION, 0).value.uiVal, expected[i]);
        GOOD(nvmlShutdown());
    }
}

const struct test field_tests[] = {
    {"fields: each value has its own code and type", each_value_has_its_own_code_and_type},
    {"fields: thermal slowdown moved from 251 to 269", thermal_slowdown_moved_from_251_to_269},
    {"fields: scopes are links or power domains", scopes_are_links_or_power_domains},
    {"fields: the recovery action stated counts, also when it is none", the_recovery_action_stated_counts_also_when_it_is_none},
    {"fields: every id answers something", every_id_answers_something},
    {NULL, NULL},
};
