// SPDX-License-Identifier: Apache-2.0
#include "mig_rules.h"

static bool legal_start(const struct mig_profile *profile, int start)
{
    for (int i = 0; i < profile->start_count; i++)
        if (profile->starts[i] == start)
            return true;
    return false;
}

bool mig_can_place(const struct model *model, int profile, int start, const struct placed *others, int count)
{
    const struct mig_profile *wanted = &model->profiles[profile];
    long long slices = wanted->slices;
    int same = 0;
    if (!legal_start(wanted, start))
        return false;
    for (int i = 0; i < count; i++) {
        const struct mig_profile *other = &model->profiles[others[i].profile];
        if (start < others[i].start + other->size && others[i].start < start + wanted->size)
            return false;
        slices += other->slices;
        same += others[i].profile == profile;
    }
    return slices <= model->mig_slices && same < wanted->max_instances;
}

int mig_free_start(const struct model *model, int profile, const struct placed *others, int count)
{
    const struct mig_profile *wanted = &model->profiles[profile];
    for (int i = 0; i < wanted->start_count; i++)
        if (mig_can_place(model, profile, wanted->starts[i], others, count))
            return wanted->starts[i];
    return -1;
}

int mig_room(const struct model *model, int profile, const struct placed *others, int count)
{
    struct placed all[2 * MAX_PLACEMENTS];
    int room = 0;
    for (int i = 0; i < count; i++)
        all[i] = others[i];
    for (int start; count + room < 2 * MAX_PLACEMENTS && (start = mig_free_start(model, profile, all, count + room)) >= 0;)
        all[count + room++] = (struct placed){profile, start};
    return room;
}

int mig_natural_id(const struct model *model, int profile, int start)
{
    int size = (int)model->profiles[profile].size, parts = 1;
    while (size * parts < model->mig_memory_slices)
        parts *= 2;
    return parts - 1 + start / size;
}
