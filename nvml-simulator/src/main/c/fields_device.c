// SPDX-License-Identifier: Apache-2.0
/* Field values of the GPU itself: ECC, clocks, power, temperature, PCIe, recovery. */
#include "ecc.h"
#include "fields.h"
#include "links.h"

#include <math.h>

static const struct model *model_of(const struct field *f)
{
    return f->call->device->id.model;
}

static nvmlReturn_t ecc_mode(struct field *f)
{
    SUPPORTED_IF(ecc_supported(f->call));
    if (f->id == NVML_FI_DEV_ECC_CURRENT)
        return give_u32(f, f->call->device->id.ecc);
    return give_u32(f, atomic_load(&f->call->runtime->ecc_pending));
}

/* Corrected and uncorrected take turns, volatile before aggregate. */
static nvmlReturn_t ecc_total(struct field *f)
{
    unsigned offset = f->id - NVML_FI_DEV_ECC_SBE_VOL_TOTAL;
    SUPPORTED_IF(f->call->device->id.ecc);
    return give_u64(f, ecc_errors(f->call, offset % 2, offset / 2));
}

static nvmlReturn_t ecc_device(struct field *f)
{
    bool aggregate = f->id >= NVML_FI_DEV_ECC_SBE_AGG_L1;
    int type = (f->id - (aggregate ? NVML_FI_DEV_ECC_SBE_AGG_DEV : NVML_FI_DEV_ECC_SBE_VOL_DEV)) % 2;
    SUPPORTED_IF(f->call->device->id.ecc);
    return give_u64(f, ecc_errors(f->call, type, aggregate));
}

/* All errors are in device memory; where Ampere and later do not tell, neither does this. */
static nvmlReturn_t ecc_elsewhere(struct field *f)
{
    SUPPORTED_IF(f->call->device->id.ecc && model_of(f)->architecture < NVML_DEVICE_ARCH_AMPERE);
    return give_u64(f, 0);
}

static nvmlReturn_t retired(struct field *f)
{
    const struct counters *k = &f->call->device->play.counters;
    SUPPORTED_IF(model_of(f)->retired_pages);
    if (f->id == NVML_FI_DEV_RETIRED_SBE)
        return give_u32(f, k->retired_sbe);
    if (f->id == NVML_FI_DEV_RETIRED_DBE)
        return give_u32(f, k->retired_dbe);
    return give_u32(f, k->retired_pending > 0);
}

static nvmlReturn_t remapped(struct field *f)
{
    unsigned corrected, uncorrected, pending, failure;
    RETURN_UNLESS_GOOD(sim_nvmlDeviceGetRemappedRows(f->call, &corrected, &uncorrected, &pending, &failure));
    const unsigned values[] = {corrected, uncorrected, pending, failure};
    return give_u32(f, values[f->id - NVML_FI_DEV_REMAPPED_COR]);
}

static nvmlReturn_t remapped_inactive(struct field *f)
{
    SUPPORTED_IF(remaps_rows(f->call));
    return give_u32(f, 0);
}

static nvmlReturn_t bank_remapped(struct field *f)
{
    nvmlEccBankRemapperStatus_v1_t status;
    RETURN_UNLESS_GOOD(sim_nvmlDeviceGetBankRemapperStatus_v1(f->call, &status));
    const unsigned values[] = {status.activeRemappings, status.inactiveRemappings, status.histogram.maxSpareGroupCount,
                               status.histogram.noSpareGroupCount, status.bPending};
    return give_u32(f, values[f->id - NVML_FI_DEV_ACTIVE_BANK_REMAPPINGS]);
}

static nvmlReturn_t violation(struct field *f)
{
    const struct call *c = f->call;
    if (f->id == NVML_FI_DEV_PERF_POLICY_POWER)
        return give_u64(f, power_violation_shown(c->device, c->runtime, c->now.t));
    bool thermal = f->id == NVML_FI_DEV_PERF_POLICY_THERMAL || f->id == NVML_FI_DEV_CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN;
    return give_u64(f, thermal ? thermal_violation_shown(c->device, c->runtime, c->now.t) : 0);
}

/* Hardware slowdown begins at a higher temperature. */
static nvmlReturn_t hardware_thermal(struct field *f)
{
    struct affine temperature = temperature_of(f->call->device, runtime_limit(f->call->runtime));
    double threshold = slowdown_temperature(&f->call->device->id);
    return give_u64(f, isnan(threshold) ? 0 : affine_time_above(&temperature, threshold, f->call->now.t) * 1e9);
}

static nvmlReturn_t never_so_far(struct field *f)
{
    return give_u64(f, 0);
}

static nvmlReturn_t memory_temperature(struct field *f)
{
    unsigned degrees;
    SUPPORTED_IF(model_of(f)->memory_temperature);
    RETURN_UNLESS_GOOD(sim_nvmlDeviceGetTemperature(f->call, NVML_TEMPERATURE_GPU, &degrees));
    return give_u32(f, degrees + 4);
}

static nvmlReturn_t energy(struct field *f)
{
    unsigned long long millijoules;
    RETURN_UNLESS_GOOD(sim_nvmlDeviceGetTotalEnergyConsumption(f->call, &millijoules));
    return give_u64(f, (double)millijoules);
}

static nvmlReturn_t pcie_replays(struct field *f)
{
    return give_u32(f, f->call->device->play.counters.pcie_replay);
}

static nvmlReturn_t pcie_errors(struct field *f)
{
    bool replays = f->id == NVML_FI_DEV_PCIE_COUNT_CORRECTABLE_ERRORS || f->id == NVML_FI_DEV_PCIE_COUNT_NAKS_RECEIVED;
    return give_u32(f, replays ? f->call->device->play.counters.pcie_replay : 0);
}

static nvmlReturn_t pcie_bytes(struct field *f)
{
    enum channel channel = f->id == NVML_FI_DEV_PCIE_COUNT_TX_BYTES ? CH_PCIE_TX : CH_PCIE_RX;
    SUPPORTED_IF(model_of(f)->architecture >= NVML_DEVICE_ARCH_HOPPER);
    return give_u64(f, channel_integral(f->call->device, channel, f->call->now.t) * 1e6);
}

static nvmlReturn_t give_watts(struct field *f, double watts)
{
    SUPPORTED_IF(!isnan(watts));
    return give_u32(f, round(watts * 1e3));
}

/* The GPU, or the module that two GPUs of a superchip share. */
static nvmlReturn_t power(struct field *f)
{
    const struct model *m = model_of(f);
    struct affine watts = power_of(f->call->device, runtime_limit(f->call->runtime));
    bool module = f->scope == NVML_POWER_SCOPE_MODULE && !isnan(m->module_power_default);
    SUPPORTED_IF(f->scope == NVML_POWER_SCOPE_GPU || module);
    bool average = f->id == NVML_FI_DEV_POWER_AVERAGE;
    SUPPORTED_IF(!average || !m->average_power_known || m->average_power);
    double value = average ? affine_mean(&watts, f->call->now.t, 1) : affine_value(&watts, f->call->now.t);
    return give_watts(f, module ? 2 * value : value);
}

static nvmlReturn_t power_limit(struct field *f)
{
    const struct model *m = model_of(f);
    double current = runtime_limit(f->call->runtime);
    const double gpu[] = {m->power_min, m->power_max, m->power_default, current, UNKNOWN_D, current};
    const double module[] = {m->module_power_min,     m->module_power_max, m->module_power_default,
                             m->module_power_default, UNKNOWN_D,           m->module_power_default};
    SUPPORTED_IF(f->scope <= NVML_POWER_SCOPE_MODULE);
    return give_watts(f, (f->scope == NVML_POWER_SCOPE_GPU ? gpu : module)[f->id - NVML_FI_DEV_POWER_MIN_LIMIT]);
}

/* Margins to the highest operating temperature, negative ones beyond it. */
static nvmlReturn_t thermal_margin(struct field *f)
{
    const struct model *m = model_of(f);
    const long long margins[] = {m->shutdown_tlimit, m->slowdown_tlimit, m->memory_temperature ? m->gpu_max_tlimit : UNKNOWN,
                                 m->gpu_max_tlimit};
    long long margin = margins[f->id - NVML_FI_DEV_TEMPERATURE_SHUTDOWN_TLIMIT];
    SUPPORTED_IF(margin != UNKNOWN);
    return give_s32(f, (double)margin);
}

static nvmlReturn_t mig_flags(struct field *f)
{
    SUPPORTED_IF(model_of(f)->mig_capable);
    return give_u32(f, model_of(f)->architecture >= NVML_DEVICE_ARCH_HOPPER);
}

static nvmlReturn_t atomics(struct field *f)
{
    SUPPORTED_IF(model_of(f)->architecture >= NVML_DEVICE_ARCH_AMPERE);
    return give_u32(f, 0);
}

/* A row remap that waits needs a reset, one that failed a reset after draining. */
static bool needs_reset(const struct field *f)
{
    const struct counters *k = &f->call->device->play.counters;
    return k->remap_pending > 0 || k->retired_pending > 0;
}

static nvmlReturn_t reset_status(struct field *f)
{
    return give_u32(f, f->id == NVML_FI_DEV_RESET_STATUS && needs_reset(f));
}

static nvmlReturn_t recovery_action(struct field *f)
{
    double wanted = f->call->device->play.counters.recovery_action;
    if (wanted >= 0)
        return give_u32(f, (unsigned)wanted);
    return give_u32(f, needs_reset(f) ? NVML_GPU_RECOVERY_ACTION_GPU_RESET : NVML_GPU_RECOVERY_ACTION_NONE);
}

static nvmlReturn_t c2c(struct field *f)
{
    static const double full_power = NVML_C2C_POWER_STATE_FULL_POWER;
    SUPPORTED_IF(model_of(f)->c2c);
    switch (f->id) {
    case NVML_FI_DEV_C2C_LINK_COUNT: return give_u32(f, 14);
    case NVML_FI_DEV_C2C_LINK_GET_STATUS: return give_u32(f, 1);
    case NVML_FI_DEV_C2C_LINK_GET_MAX_BW: return give_u32(f, 44712);
    case NVML_FI_DEV_C2C_LINK_POWER_STATE: return give_u32(f, full_power);
    default: return give_u32(f, 0);
    }
}

const struct field_row device_fields[] = {
    {NVML_FI_DEV_ECC_CURRENT, NVML_FI_DEV_ECC_PENDING, ecc_mode},
    {NVML_FI_DEV_ECC_SBE_VOL_TOTAL, NVML_FI_DEV_ECC_DBE_AGG_TOTAL, ecc_total},
    {NVML_FI_DEV_ECC_SBE_VOL_DEV, NVML_FI_DEV_ECC_DBE_VOL_DEV, ecc_device},
    {NVML_FI_DEV_ECC_SBE_AGG_DEV, NVML_FI_DEV_ECC_DBE_AGG_DEV, ecc_device},
    {NVML_FI_DEV_ECC_SBE_VOL_L1, NVML_FI_DEV_ECC_DBE_AGG_CBU, ecc_elsewhere},
    {NVML_FI_DEV_RETIRED_SBE, NVML_FI_DEV_RETIRED_PENDING, retired},
    {NVML_FI_DEV_RETIRED_PENDING_SBE, NVML_FI_DEV_RETIRED_PENDING_DBE, retired},
    {NVML_FI_DEV_PERF_POLICY_POWER, NVML_FI_DEV_PERF_POLICY_TOTAL_BASE_CLOCKS, violation},
    {NVML_FI_DEV_CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN, NVML_FI_DEV_CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN, violation},
    {NVML_FI_DEV_CLOCKS_EVENT_REASON_HW_THERM_SLOWDOWN, NVML_FI_DEV_CLOCKS_EVENT_REASON_HW_THERM_SLOWDOWN, hardware_thermal},
    {NVML_FI_DEV_CLOCKS_EVENT_REASON_HW_POWER_BRAKE_SLOWDOWN, NVML_FI_DEV_CLOCKS_EVENT_REASON_HW_POWER_BRAKE_SLOWDOWN,
     never_so_far},
    {NVML_FI_DEV_MEMORY_TEMP, NVML_FI_DEV_MEMORY_TEMP, memory_temperature},
    {NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION, NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION, energy},
    {NVML_FI_DEV_ENERGY, NVML_FI_DEV_ENERGY, energy},
    {NVML_FI_DEV_PCIE_REPLAY_COUNTER, NVML_FI_DEV_PCIE_REPLAY_COUNTER, pcie_replays},
    {NVML_FI_DEV_PCIE_REPLAY_ROLLOVER_COUNTER, NVML_FI_DEV_PCIE_REPLAY_ROLLOVER_COUNTER, never_so_far},
    {NVML_FI_DEV_PCIE_L0_TO_RECOVERY_COUNTER, NVML_FI_DEV_PCIE_L0_TO_RECOVERY_COUNTER, pcie_errors},
    {NVML_FI_DEV_PCIE_COUNT_CORRECTABLE_ERRORS, NVML_FI_DEV_PCIE_COUNT_LANE_ERROR, pcie_errors},
    {NVML_FI_DEV_PCIE_COUNT_TX_BYTES, NVML_FI_DEV_PCIE_COUNT_RX_BYTES, pcie_bytes},
    {NVML_FI_DEV_REMAPPED_COR, NVML_FI_DEV_REMAPPED_FAILURE, remapped},
    {NVML_FI_DEV_REMAPPED_ROWS_COR_INACTIVE, NVML_FI_DEV_REMAPPED_ROWS_UNC_INACTIVE, remapped_inactive},
    {NVML_FI_DEV_ACTIVE_BANK_REMAPPINGS, NVML_FI_DEV_PENDING_BANK_REMAPPING, bank_remapped},
    {NVML_FI_DEV_POWER_AVERAGE, NVML_FI_DEV_POWER_INSTANT, power},
    {NVML_FI_DEV_POWER_MIN_LIMIT, NVML_FI_DEV_POWER_CURRENT_LIMIT, power_limit},
    {NVML_FI_DEV_POWER_REQUESTED_LIMIT, NVML_FI_DEV_POWER_REQUESTED_LIMIT, power_limit},
    {NVML_FI_DEV_TEMPERATURE_SHUTDOWN_TLIMIT, NVML_FI_DEV_TEMPERATURE_GPU_MAX_TLIMIT, thermal_margin},
    {NVML_FI_DEV_IS_RESETLESS_MIG_SUPPORTED, NVML_FI_DEV_IS_RESETLESS_MIG_SUPPORTED, mig_flags},
    {NVML_FI_DEV_IS_MIG_MODE_INDEPENDENT_MIG_QUERY_CAPABLE, NVML_FI_DEV_IS_MIG_MODE_INDEPENDENT_MIG_QUERY_CAPABLE, mig_flags},
    {NVML_FI_DEV_PCIE_OUTBOUND_ATOMICS_MASK, NVML_FI_DEV_PCIE_INBOUND_ATOMICS_MASK, atomics},
    {NVML_FI_DEV_RESET_STATUS, NVML_FI_DEV_DRAIN_AND_RESET_STATUS, reset_status},
    {NVML_FI_DEV_GET_GPU_RECOVERY_ACTION, NVML_FI_DEV_GET_GPU_RECOVERY_ACTION, recovery_action},
    {NVML_FI_DEV_C2C_LINK_COUNT, NVML_FI_DEV_C2C_LINK_GET_MAX_BW, c2c},
    {NVML_FI_DEV_C2C_LINK_ERROR_INTR, NVML_FI_DEV_C2C_LINK_POWER_STATE, c2c},
    {0, 0, NULL},
};
