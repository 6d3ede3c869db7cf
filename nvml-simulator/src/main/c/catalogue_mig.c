// SPDX-License-Identifier: Apache-2.0
/* The MIG part of a catalogue entry. */
#include "catalogue_parts.h"

static void read_placements(struct mig_profile *profile, const struct at *item)
{
    struct at part, starts;
    if (!at_value(item, "placements", &part))
        return;
    integer_or_null(&part, "size", &profile->size);
    if (!at_value(&part, "starts", &starts) || !is_list(&starts))
        return;
    for (int i = 0; i < at_count(&starts) && i < MAX_PLACEMENTS; i++) {
        struct at start = at_item(&starts, i);
        long long value;
        if (read_integer(&start, 0, 15, &value))
            profile->starts[profile->start_count++] = (int)value;
    }
}

static void read_profile(struct mig_profile *p, const struct at *item)
{
    *p = (struct mig_profile){.profile = UNKNOWN,
                              .id = UNKNOWN,
                              .slices = UNKNOWN,
                              .memory_mib = UNKNOWN,
                              .memory_slices = UNKNOWN,
                              .sm = UNKNOWN,
                              .size = UNKNOWN};
    text_or_null(item, "name", &p->name);
    integer_or_null(item, "nvml_profile_enum_value", &p->profile);
    integer_or_null(item, "profile_id", &p->id);
    integer_or_null(item, "slice_count", &p->slices);
    integer_or_null(item, "memory_mib", &p->memory_mib);
    integer_or_null(item, "memory_slices", &p->memory_slices);
    integer_or_null(item, "sm", &p->sm);
    integer_or_null(item, "copy_engines", &p->copy_engines);
    integer_or_null(item, "decoders", &p->decoders);
    integer_or_null(item, "encoders", &p->encoders);
    integer_or_null(item, "jpeg", &p->jpeg);
    integer_or_null(item, "ofa", &p->ofa);
    integer_or_null(item, "max_instances", &p->max_instances);
    read_placements(p, item);
    if (!p->name || p->profile < 0 || p->slices < 1 || p->size < 1 || !p->start_count)
        problem(item, "give name, nvml_profile_enum_value, slice_count and placements", "not a MIG profile");
}

void catalogue_read_mig(struct model *m, const struct at *entry)
{
    struct at part, profiles;
    bool known = false;
    truth_or_null(entry, "mig_capable", &m->mig_capable, &known);
    if (!at_value(entry, "mig", &part))
        return;
    integer_or_null(&part, "slices", &m->mig_slices);
    integer_or_null(&part, "memory_slices", &m->mig_memory_slices);
    integer_or_null(&part, "max_mig_devices", &m->mig_max_devices);
    if (!at_value(&part, "profiles", &profiles) || !is_list(&profiles))
        return;
    m->profile_count = 0;
    for (int i = 0; i < at_count(&profiles) && i < MAX_PROFILES; i++) {
        struct at item = at_item(&profiles, i);
        read_profile(&m->profiles[m->profile_count++], &item);
    }
}
