// SPDX-License-Identifier: Apache-2.0
/* Field values of NVLinks: by number in the id (the old ones), or by scope. */
#include "fields.h"
#include "links.h"

#include <math.h>

static const unsigned all_links = UINT_MAX;

static const struct model *model_of(const struct field *f)
{
    return f->call->device->id.model;
}

static nvmlReturn_t check_links(const struct field *f)
{
    return check_link(f->call, 0);
}

/* Errors of one link, or of all together. */
static nvmlReturn_t errors(struct field *f, unsigned link, enum link_error error)
{
    double sum = 0;
    RETURN_UNLESS_GOOD(check_links(f));
    SUPPORTED_IF(old_link_errors(model_of(f)));
    if (link != all_links)
        SUPPORTED_IF(link < model_of(f)->links);
    for (unsigned i = 0; i < model_of(f)->links; i++)
        if (link == all_links || link == i)
            sum += link_errors(f->call, i, error);
    return give_u64(f, sum);
}

/* Links 0-5 and a total for each kind, kind after kind. */
static nvmlReturn_t errors_of_first_links(struct field *f)
{
    static const enum link_error kinds[] = {LINK_CRC_FLIT, LINK_CRC_DATA, LINK_REPLAY, LINK_RECOVERY};
    unsigned offset = f->id - NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_L0, place = offset % 7;
    return errors(f, place == 6 ? all_links : place, kinds[offset / 7]);
}

/* Links 6-11. */
static nvmlReturn_t errors_of_later_links(struct field *f)
{
    static const enum link_error kinds[] = {LINK_CRC_FLIT, LINK_CRC_DATA, LINK_REPLAY, LINK_RECOVERY};
    unsigned offset = f->id - NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_L6;
    return errors(f, 6 + offset % 6, kinds[offset / 6]);
}

static nvmlReturn_t ecc_data_errors(struct field *f)
{
    unsigned link = f->id - NVML_FI_DEV_NVLINK_ECC_DATA_ERROR_COUNT_L0;
    return errors(f, f->id == NVML_FI_DEV_NVLINK_ECC_DATA_ERROR_COUNT_TOTAL ? all_links : link, LINK_ECC_DATA);
}

static nvmlReturn_t errors_by_scope(struct field *f)
{
    static const enum link_error kinds[] = {LINK_REPLAY, LINK_RECOVERY, LINK_CRC_FLIT};
    return errors(f, f->scope, kinds[f->id - NVML_FI_DEV_NVLINK_ERROR_DL_REPLAY]);
}

/* KiB. Raw traffic carries the protocol's share on top of the data. */
static nvmlReturn_t throughput(struct field *f)
{
    bool receives = f->id == NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX || f->id == NVML_FI_DEV_NVLINK_THROUGHPUT_RAW_RX;
    bool raw = f->id >= NVML_FI_DEV_NVLINK_THROUGHPUT_RAW_TX;
    enum channel channel = receives ? CH_NVLINK_RX : CH_NVLINK_TX;
    double bytes;
    RETURN_UNLESS_GOOD(check_links(f));
    if (f->scope == all_links) {
        bytes = all_link_bytes(f->call->device, channel, f->call->now.t);
    } else {
        RETURN_UNLESS_GOOD(check_link(f->call, f->scope));
        bytes = link_bytes(f->call->device, (int)f->scope, channel, f->call->now.t);
    }
    return give_u64(f, bytes / 1024 * (raw ? 1.2 : 1));
}

static nvmlReturn_t give_speed(struct field *f, bool active)
{
    SUPPORTED_IF(!isnan(link_speed(model_of(f))));
    return give_u32(f, active ? round(link_speed(model_of(f))) : 0);
}

static nvmlReturn_t speed_of(struct field *f, unsigned link)
{
    SUPPORTED_IF(link < model_of(f)->links);
    RETURN_UNLESS_GOOD(check_link(f->call, link));
    return give_speed(f, link_active(f->call->device, (int)link, f->call->now.t));
}

static nvmlReturn_t speed_of_first_links(struct field *f)
{
    return speed_of(f, f->id - NVML_FI_DEV_NVLINK_SPEED_MBPS_L0);
}

static nvmlReturn_t speed_of_later_links(struct field *f)
{
    return speed_of(f, 6 + f->id - NVML_FI_DEV_NVLINK_SPEED_MBPS_L6);
}

static nvmlReturn_t common_speed(struct field *f)
{
    RETURN_UNLESS_GOOD(check_links(f));
    return give_speed(f, active_links(f->call->device, f->call->now.t) > 0);
}

static nvmlReturn_t link_count(struct field *f)
{
    SUPPORTED_IF(!mig_on(f->call));
    return give_u32(f, (double)model_of(f)->links);
}

static nvmlReturn_t remote_link(struct field *f)
{
    RETURN_UNLESS_GOOD(check_link(f->call, f->scope));
    const struct nvlink *link = &f->call->device->id.links[f->scope];
    SUPPORTED_IF(link->kind != LINK_NONE);
    return give_u32(f, link->peer_link);
}

static nvmlReturn_t switch_links(struct field *f)
{
    unsigned count = 0;
    RETURN_UNLESS_GOOD(check_links(f));
    for (int i = 0; i < MAX_LINKS; i++)
        count += f->call->device->id.links[i].kind == LINK_SWITCH && link_active(f->call->device, i, f->call->now.t);
    SUPPORTED_IF(count);
    return give_u32(f, count);
}

static nvmlReturn_t by_scope(struct field *f)
{
    RETURN_UNLESS_GOOD(check_link(f->call, f->scope));
    bool active = link_active(f->call->device, (int)f->scope, f->call->now.t);
    switch (f->id) {
    case NVML_FI_DEV_NVLINK_GET_SPEED:
    case NVML_FI_DEV_NVLINK_GET_DATA_RATE: return give_speed(f, active);
    case NVML_FI_DEV_NVLINK_GET_STATE: return give_u32(f, link_state(f->call->device, (int)f->scope, f->call->now.t));
    case NVML_FI_DEV_NVLINK_GET_VERSION:
        SUPPORTED_IF(model_of(f)->link_version != UNKNOWN);
        return give_u32(f, (double)model_of(f)->link_version);
    default: return NVML_ERROR_NOT_SUPPORTED;
    }
}

/* Low power came with NVLink 4. */
static nvmlReturn_t low_power(struct field *f)
{
    RETURN_UNLESS_GOOD(check_links(f));
    SUPPORTED_IF(model_of(f)->link_version >= NVML_NVLINK_VERSION_4_0);
    unsigned threshold = atomic_load(&f->call->runtime->link_threshold);
    switch (f->id) {
    case NVML_FI_DEV_NVLINK_GET_POWER_STATE: return give_u32(f, NVML_NVLINK_POWER_STATE_HIGH_SPEED);
    case NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD: return give_u32(f, threshold);
    case NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MAX: return give_u32(f, NVML_NVLINK_LOW_POWER_THRESHOLD_MAX);
    case NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MIN: return give_u32(f, NVML_NVLINK_LOW_POWER_THRESHOLD_MIN);
    case NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_UNITS: return give_u32(f, NVML_NVLINK_LOW_POWER_THRESHOLD_UNIT_50US);
    default: return give_u32(f, 1);
    }
}

/* Counters of NVLink 5. Packets are taken as 128 bytes; errors there are none. */
static nvmlReturn_t new_counters(struct field *f)
{
    RETURN_UNLESS_GOOD(check_links(f));
    SUPPORTED_IF(!old_link_errors(model_of(f)));
    RETURN_UNLESS_GOOD(check_link(f->call, f->scope));
    bool sent = f->id == NVML_FI_DEV_NVLINK_COUNT_XMIT_PACKETS || f->id == NVML_FI_DEV_NVLINK_COUNT_XMIT_BYTES;
    bool received = f->id == NVML_FI_DEV_NVLINK_COUNT_RCV_PACKETS || f->id == NVML_FI_DEV_NVLINK_COUNT_RCV_BYTES;
    if (!sent && !received)
        return give_u64(f, 0);
    double bytes = link_bytes(f->call->device, (int)f->scope, sent ? CH_NVLINK_TX : CH_NVLINK_RX, f->call->now.t);
    bool packets = f->id == NVML_FI_DEV_NVLINK_COUNT_XMIT_PACKETS || f->id == NVML_FI_DEV_NVLINK_COUNT_RCV_PACKETS;
    return give_u64(f, packets ? floor(bytes / 128) : bytes);
}

/* A recovery of the scenario is one of link 0. */
static nvmlReturn_t recoveries(struct field *f)
{
    RETURN_UNLESS_GOOD(check_links(f));
    SUPPORTED_IF(!old_link_errors(model_of(f)));
    RETURN_UNLESS_GOOD(check_link(f->call, f->scope));
    bool failed = f->id == NVML_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_FAILED_EVENTS;
    return give_u64(f, failed ? 0 : link_errors(f->call, f->scope, LINK_RECOVERY));
}

/* Bit error rates: mantissa in bits 8-11, negative exponent in bits 0-7; 1.5e-15 as 15 × 10^-16. */
static nvmlReturn_t error_rate(struct field *f)
{
    RETURN_UNLESS_GOOD(check_links(f));
    SUPPORTED_IF(!old_link_errors(model_of(f)));
    RETURN_UNLESS_GOOD(check_link(f->call, f->scope));
    return give_u64(f, 15 << NVML_NVLINK_BER_MANTISSA_SHIFT | 254);
}

const struct field_row link_fields[] = {
    {NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_L0, NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL, errors_of_first_links},
    {NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_L6, NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_L11, errors_of_later_links},
    {NVML_FI_DEV_NVLINK_ECC_DATA_ERROR_COUNT_L0, NVML_FI_DEV_NVLINK_ECC_DATA_ERROR_COUNT_TOTAL, ecc_data_errors},
    {NVML_FI_DEV_NVLINK_ERROR_DL_REPLAY, NVML_FI_DEV_NVLINK_ERROR_DL_CRC, errors_by_scope},
    {NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, NVML_FI_DEV_NVLINK_THROUGHPUT_RAW_RX, throughput},
    {NVML_FI_DEV_NVLINK_SPEED_MBPS_L0, NVML_FI_DEV_NVLINK_SPEED_MBPS_L5, speed_of_first_links},
    {NVML_FI_DEV_NVLINK_SPEED_MBPS_L6, NVML_FI_DEV_NVLINK_SPEED_MBPS_L11, speed_of_later_links},
    {NVML_FI_DEV_NVLINK_SPEED_MBPS_COMMON, NVML_FI_DEV_NVLINK_SPEED_MBPS_COMMON, common_speed},
    {NVML_FI_DEV_NVLINK_LINK_COUNT, NVML_FI_DEV_NVLINK_LINK_COUNT, link_count},
    {NVML_FI_DEV_NVLINK_REMOTE_NVLINK_ID, NVML_FI_DEV_NVLINK_REMOTE_NVLINK_ID, remote_link},
    {NVML_FI_DEV_NVSWITCH_CONNECTED_LINK_COUNT, NVML_FI_DEV_NVSWITCH_CONNECTED_LINK_COUNT, switch_links},
    {NVML_FI_DEV_NVLINK_GET_SPEED, NVML_FI_DEV_NVLINK_GET_VERSION, by_scope},
    {NVML_FI_DEV_NVLINK_GET_DATA_RATE, NVML_FI_DEV_NVLINK_GET_DATA_RATE, by_scope},
    {NVML_FI_DEV_NVLINK_GET_POWER_STATE, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD, low_power},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MAX, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MAX, low_power},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MIN, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_SUPPORTED, low_power},
    {NVML_FI_DEV_NVLINK_COUNT_XMIT_PACKETS, NVML_FI_DEV_NVLINK_COUNT_XMIT_DISCARDS, new_counters},
    {NVML_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_SUCCESSFUL_EVENTS, NVML_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_EVENTS, recoveries},
    {NVML_FI_DEV_NVLINK_COUNT_RAW_BER_LANE0, NVML_FI_DEV_NVLINK_COUNT_RAW_BER, error_rate},
    {NVML_FI_DEV_NVLINK_COUNT_EFFECTIVE_ERRORS, NVML_FI_DEV_NVLINK_COUNT_EFFECTIVE_ERRORS, new_counters},
    {NVML_FI_DEV_NVLINK_COUNT_EFFECTIVE_BER, NVML_FI_DEV_NVLINK_COUNT_EFFECTIVE_BER, error_rate},
    {NVML_FI_DEV_NVLINK_COUNT_SYMBOL_ERRORS, NVML_FI_DEV_NVLINK_COUNT_SYMBOL_ERRORS, new_counters},
    {NVML_FI_DEV_NVLINK_COUNT_SYMBOL_BER, NVML_FI_DEV_NVLINK_COUNT_SYMBOL_BER, error_rate},
    {NVML_FI_DEV_NVLINK_COUNT_FEC_HISTORY_0, NVML_FI_DEV_NVLINK_COUNT_FEC_HISTORY_15, new_counters},
    {NVML_FI_DEV_NVLINK_COUNT_RAW_ERRORS_LANE0, NVML_FI_DEV_NVLINK_COUNT_RAW_ERRORS_LANE1, new_counters},
    {NVML_FI_DEV_NVLINK_COUNT_RAW_BER_LANE0_V2, NVML_FI_DEV_NVLINK_COUNT_RAW_BER_V2, error_rate},
    {NVML_FI_DEV_NVLINK_PLR_XMIT_BLOCKS, NVML_FI_DEV_NVLINK_PLR_XMIT_RETRY_BLOCKS, new_counters},
    {0, 0, NULL},
};
