// SPDX-License-Identifier: Apache-2.0
/* ECC, retired pages, remapped rows. */
#include "ecc.h"
#include "nvml_calls.h"

#include <math.h>

bool ecc_supported(const struct call *c)
{
    return c->device->id.model->ecc_known || c->device->id.ecc;
}

bool remaps_rows(const struct call *c)
{
    return c->device->id.model->architecture >= NVML_DEVICE_ARCH_AMPERE && ecc_supported(c);
}

/* Before anything is taken off. */
static double errors_seen(const struct call *c, int type, int counter)
{
    const struct counters *k = &c->device->play.counters;
    bool corrected = type == NVML_MEMORY_ERROR_TYPE_CORRECTED, aggregate = counter == NVML_AGGREGATE_ECC;
    double start = corrected ? (aggregate ? k->sbe_aggregate : k->sbe_volatile) : (aggregate ? k->dbe_aggregate : k->dbe_volatile);
    uint64_t event = corrected ? nvmlEventTypeSingleBitEccError : nvmlEventTypeDoubleBitEccError;
    return start + events_until(c->scenario, c->ordinal, event, c->now.t);
}

double ecc_errors(const struct call *c, int type, int counter)
{
    pthread_mutex_lock(&c->runtime->lock);
    double cleared = c->runtime->ecc_cleared[type][counter];
    pthread_mutex_unlock(&c->runtime->lock);
    return fmax(0, errors_seen(c, type, counter) - cleared);
}

API(nvmlDeviceGetEccMode)(struct call *c, nvmlEnableState_t *current, nvmlEnableState_t *pending)
{
    REQUIRE(current && pending);
    SUPPORTED_IF(ecc_supported(c));
    *current = c->device->id.ecc ? NVML_FEATURE_ENABLED : NVML_FEATURE_DISABLED;
    *pending = atomic_load(&c->runtime->ecc_pending) ? NVML_FEATURE_ENABLED : NVML_FEATURE_DISABLED;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetDefaultEccMode)(struct call *c, nvmlEnableState_t *defaultMode)
{
    SUPPORTED_IF(c->device->id.model->ecc_known);
    return known(c->device->id.model->ecc, (unsigned *)defaultMode);
}

API(nvmlDeviceSetEccMode)(struct call *c, nvmlEnableState_t ecc)
{
    REQUIRE((unsigned)ecc <= NVML_FEATURE_ENABLED);
    SUPPORTED_IF(ecc_supported(c));
    atomic_store(&c->runtime->ecc_pending, ecc == NVML_FEATURE_ENABLED);
    return NVML_SUCCESS;
}

static nvmlReturn_t check_error_kind(const struct call *c, nvmlMemoryErrorType_t type, nvmlEccCounterType_t counter)
{
    REQUIRE((unsigned)type < NVML_MEMORY_ERROR_TYPE_COUNT && (unsigned)counter < NVML_ECC_COUNTER_TYPE_COUNT);
    SUPPORTED_IF(c->device->id.ecc);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetTotalEccErrors)(struct call *c, nvmlMemoryErrorType_t errorType, nvmlEccCounterType_t counterType,
                                 unsigned long long *eccCounts)
{
    REQUIRE(eccCounts);
    RETURN_UNLESS_GOOD(check_error_kind(c, errorType, counterType));
    *eccCounts = (unsigned long long)ecc_errors(c, (int)errorType, (int)counterType);
    return NVML_SUCCESS;
}

/* All errors of a scenario are errors of the DRAM. Which other places count depends on the architecture. */
static bool place_counts(const struct call *c, nvmlMemoryErrorType_t type, nvmlMemoryLocation_t place)
{
    if (place == NVML_MEMORY_LOCATION_DRAM)
        return true;
    if (c->device->id.model->architecture >= NVML_DEVICE_ARCH_AMPERE)
        return place == NVML_MEMORY_LOCATION_SRAM;
    if (place == NVML_MEMORY_LOCATION_CBU)
        return type == NVML_MEMORY_ERROR_TYPE_UNCORRECTED;
    return place == NVML_MEMORY_LOCATION_L1_CACHE || place == NVML_MEMORY_LOCATION_L2_CACHE ||
           place == NVML_MEMORY_LOCATION_REGISTER_FILE;
}

API(nvmlDeviceGetMemoryErrorCounter)(struct call *c, nvmlMemoryErrorType_t errorType, nvmlEccCounterType_t counterType,
                                     nvmlMemoryLocation_t locationType, unsigned long long *count)
{
    REQUIRE(count && (unsigned)locationType < NVML_MEMORY_LOCATION_COUNT);
    RETURN_UNLESS_GOOD(check_error_kind(c, errorType, counterType));
    SUPPORTED_IF(place_counts(c, errorType, locationType));
    *count = locationType == NVML_MEMORY_LOCATION_DRAM ? (unsigned long long)ecc_errors(c, (int)errorType, (int)counterType) : 0;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetDetailedEccErrors)(struct call *c, nvmlMemoryErrorType_t errorType, nvmlEccCounterType_t counterType,
                                    nvmlEccErrorCounts_t *eccCounts)
{
    REQUIRE(eccCounts);
    RETURN_UNLESS_GOOD(check_error_kind(c, errorType, counterType));
    *eccCounts = (nvmlEccErrorCounts_t){0};
    eccCounts->deviceMemory = (unsigned long long)ecc_errors(c, (int)errorType, (int)counterType);
    return NVML_SUCCESS;
}

API(nvmlDeviceClearEccErrorCounts)(struct call *c, nvmlEccCounterType_t counterType)
{
    REQUIRE((unsigned)counterType < NVML_ECC_COUNTER_TYPE_COUNT);
    SUPPORTED_IF(c->device->id.ecc);
    pthread_mutex_lock(&c->runtime->lock);
    for (int type = 0; type < NVML_MEMORY_ERROR_TYPE_COUNT; type++)
        c->runtime->ecc_cleared[type][counterType] = errors_seen(c, type, (int)counterType);
    pthread_mutex_unlock(&c->runtime->lock);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetSramEccErrorStatus)(struct call *c, nvmlEccSramErrorStatus_t *status)
{
    REQUIRE(status);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, status->version, nvmlEccSramErrorStatus_v1));
    SUPPORTED_IF(c->device->id.ecc);
    *status = (nvmlEccSramErrorStatus_t){.version = status->version};
    return NVML_SUCCESS;
}

API(nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts)(struct call *c, nvmlEccSramUniqueUncorrectedErrorCounts_t *errorCounts)
{
    REQUIRE(errorCounts);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, errorCounts->version, nvmlEccSramUniqueUncorrectedErrorCounts_v1));
    SUPPORTED_IF(c->device->id.ecc);
    errorCounts->entryCount = 0;
    return NVML_SUCCESS;
}

/* Pages are named by addresses that differ by cause; they were retired when the driver was loaded. */
API(nvmlDeviceGetRetiredPages_v2)(struct call *c, nvmlPageRetirementCause_t cause, unsigned int *pageCount,
                                  unsigned long long *addresses, unsigned long long *timestamps)
{
    REQUIRE(pageCount && (unsigned)cause < NVML_PAGE_RETIREMENT_CAUSE_COUNT);
    SUPPORTED_IF(c->device->id.model->retired_pages);
    const struct counters *k = &c->device->play.counters;
    bool single = cause == NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS;
    unsigned room = addresses ? *pageCount : 0;
    *pageCount = (unsigned)(single ? k->retired_sbe : k->retired_dbe);
    if (room < *pageCount)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    for (unsigned i = 0; i < *pageCount; i++) {
        addresses[i] = 0x100000ull * (i + 1) + (single ? 0 : 0x80000);
        if (timestamps)
            timestamps[i] = wall_of(&c->now, 0) / 1000000;
    }
    return NVML_SUCCESS;
}

API(nvmlDeviceGetRetiredPages)(struct call *c, nvmlPageRetirementCause_t cause, unsigned int *pageCount,
                               unsigned long long *addresses)
{
    return sim_nvmlDeviceGetRetiredPages_v2(c, cause, pageCount, addresses, NULL);
}

API(nvmlDeviceGetRetiredPagesPendingStatus)(struct call *c, nvmlEnableState_t *isPending)
{
    SUPPORTED_IF(c->device->id.model->retired_pages);
    return known(c->device->play.counters.retired_pending > 0, (unsigned *)isPending);
}

static bool split_by_mig(const struct call *c)
{
    struct mig_state state;
    if (!mig_on(c))
        return false;
    mig_copy(c->runtime, &state);
    return state.count > 0;
}

API(nvmlDeviceGetRemappedRows)(struct call *c, unsigned int *corrRows, unsigned int *uncRows, unsigned int *isPending,
                               unsigned int *failureOccurred)
{
    const struct counters *k = &c->device->play.counters;
    REQUIRE(corrRows && uncRows && isPending && failureOccurred);
    SUPPORTED_IF(remaps_rows(c) && !split_by_mig(c));
    *corrRows = (unsigned)k->remapped_correctable;
    *uncRows = (unsigned)k->remapped_uncorrectable;
    *isPending = k->remap_pending > 0;
    *failureOccurred = k->remap_failure > 0;
    return NVML_SUCCESS;
}

/* No version field. What waits for a reset is not active yet; the scenario counts only what is. */
API(nvmlDeviceGetRemappedRows_v2)(struct call *c, nvmlRemappedRowsInfo_v2_t *info)
{
    REQUIRE(info);
    *info = (nvmlRemappedRowsInfo_v2_t){0};
    return sim_nvmlDeviceGetRemappedRows(c, &info->corrActiveRemaps, &info->uncActiveRemaps, &info->bPending,
                                         &info->bFailureOccurred);
}

/* Every remapped row is in a bank of its own; a failure means that one bank has none left. */
API(nvmlDeviceGetRowRemapperHistogram)(struct call *c, nvmlRowRemapperHistogramValues_t *values)
{
    const struct counters *k = &c->device->play.counters;
    long long banks = c->device->id.model->remap_banks;
    REQUIRE(values);
    SUPPORTED_IF(remaps_rows(c) && banks != UNKNOWN);
    *values = (nvmlRowRemapperHistogramValues_t){0};
    values->none = k->remap_failure > 0;
    values->high = (unsigned)fmin((double)banks - values->none, k->remapped_correctable + k->remapped_uncorrectable);
    values->max = (unsigned)banks - values->high - values->none;
    return NVML_SUCCESS;
}

/* Banks are remapped from Rubin on. */
API(nvmlDeviceGetBankRemapperStatus_v1)(struct call *c, nvmlEccBankRemapperStatus_v1_t *pBankRemapperStatus)
{
    const struct counters *k = &c->device->play.counters;
    long long groups = c->device->id.model->remap_banks;
    REQUIRE(pBankRemapperStatus);
    SUPPORTED_IF(c->device->id.model->architecture >= NVML_DEVICE_ARCH_RUBIN && groups != UNKNOWN);
    *pBankRemapperStatus = (nvmlEccBankRemapperStatus_v1_t){.activeRemappings = (unsigned)k->bank_remap_active,
                                                            .inactiveRemappings = (unsigned)k->bank_remap_inactive,
                                                            .bPending = k->bank_remap_pending > 0};
    pBankRemapperStatus->histogram.noSpareGroupCount = (unsigned)fmin((double)groups, k->bank_groups_without_spares);
    pBankRemapperStatus->histogram.maxSpareGroupCount = (unsigned)groups - pBankRemapperStatus->histogram.noSpareGroupCount;
    return NVML_SUCCESS;
}
