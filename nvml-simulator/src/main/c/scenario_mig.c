// SPDX-License-Identifier: Apache-2.0
/* MIG layouts: profiles, ids and placements must be possible on the model. */
#include "mig_rules.h"
#include "scenario_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct layout_reading {
    struct builder *builder;
    const struct device *device;
    struct mig_layout layout;
    struct placed placed[MAX_GPU_INSTANCES];
};

static int profile_named(const struct model *model, const char *name)
{
    for (int i = 0; i < model->profile_count; i++)
        if (model->profiles[i].name && !strcmp(model->profiles[i].name, name))
            return i;
    return -1;
}

static int read_profile(const struct at *at, const struct model *model)
{
    struct at value;
    if (!at_value(at, "profile", &value)) {
        problem(at, "write profile: 1g.10gb", "profile is required");
        return -1;
    }
    int profile = profile_named(model, text_of(&value));
    if (profile < 0)
        problem(&value, "use a profile of the catalogue entry", "%s has no such profile", model->name);
    else if (model->profiles[profile].id == UNKNOWN || model->profiles[profile].memory_mib == UNKNOWN ||
             model->profiles[profile].sm == UNKNOWN) {
        problem(&value, "give its profile_id, memory_mib and sm under override: {mig: {profiles: [...]}}",
                "the catalogue knows this profile by name only");
        return -1;
    }
    return profile;
}

/* `1c.3g.20gb`: one slice of a 3g.20gb. */
static int compute_slices(const struct at *at, const struct mig_profile *profile)
{
    int slices = 0, used = 0;
    const char *text = text_of(at);
    if (sscanf(text, "%dc.%n", &slices, &used) == 1 && used && !strcmp(text + used, profile->name) && slices >= 1 &&
        slices <= profile->slices)
        return slices;
    if (!strcmp(text, profile->name))
        return (int)profile->slices;
    problem(at, "write it like 1c.3g.20gb", "not a compute instance profile of %s", profile->name);
    return 0;
}

static void read_compute(struct layout_reading *r, const struct at *list, struct instance_spec *instance)
{
    const struct mig_profile *profile = &r->device->id.model->profiles[instance->profile];
    static const char *const keys[] = {"profile", "uuid", NULL};
    int left = (int)profile->slices;
    if (!is_list(list)) {
        problem(list, "write [{profile: 1c.3g.20gb}]", "must be a list");
        return;
    }
    for (int i = 0; i < at_count(list); i++) {
        struct at item = at_item(list, i), value;
        if (!only_keys(&item, keys) || !at_value(&item, "profile", &value)) {
            problem(&item, "write {profile: 1c.3g.20gb}", "profile is required");
            continue;
        }
        int slices = compute_slices(&value, profile);
        if (slices > left || i == MAX_COMPUTE_INSTANCES) {
            problem(&value, "make them smaller or fewer", "the compute instances need more than the %lld slices of %s",
                    profile->slices, profile->name);
            return;
        }
        left -= slices;
        struct compute_spec *compute = &instance->compute[instance->compute_count++];
        compute->slices = slices;
        key_text(&item, "uuid", &compute->uuid);
    }
}

static void read_start(struct layout_reading *r, const struct at *at, struct instance_spec *instance)
{
    const struct model *model = r->device->id.model;
    const struct mig_profile *profile = &model->profiles[instance->profile];
    long long start = -1;
    struct at value = *at;
    if (at_value(at, "start", &value))
        read_integer(&value, 0, 15, &start);
    else
        start = mig_free_start(model, instance->profile, r->placed, r->layout.count);
    if (start < 0 || !mig_can_place(model, instance->profile, (int)start, r->placed, r->layout.count))
        problem(&value, "choose a free placement of the profile, or fewer instances",
                "%s cannot be placed there beside the instances before it", profile->name);
    instance->start = (int)start;
    r->placed[r->layout.count] = (struct placed){instance->profile, (int)start};
}

static void name_compute(struct layout_reading *r, struct instance_spec *instance)
{
    const struct mig_profile *profile = &r->device->id.model->profiles[instance->profile];
    for (int c = 0; c < instance->compute_count; c++) {
        struct compute_spec *compute = &instance->compute[c];
        char text[UUID_SIZE];
        derived_uuid(text, "MIG", r->device->id.uuid, (unsigned)instance->id, (unsigned)c, (unsigned)profile->id);
        if (!compute->uuid)
            compute->uuid = arena_text(r->builder->arena, text);
    }
}

static bool id_taken(const struct mig_layout *layout, int id)
{
    for (int i = 0; i < layout->count; i++)
        if (layout->instances[i].id == id)
            return true;
    return false;
}

static void read_instance(struct layout_reading *r, const struct at *at)
{
    static const char *const keys[] = {"profile", "id", "start", "uuid", "load", "compute", NULL};
    const struct model *model = r->device->id.model;
    struct instance_spec *instance = &r->layout.instances[r->layout.count];
    struct at value;
    int profile = only_keys(at, keys) ? read_profile(at, model) : -1;
    if (profile < 0)
        return;
    *instance = (struct instance_spec){.profile = profile};
    read_start(r, at, instance);
    long long id = mig_natural_id(model, profile, instance->start);
    key_integer(at, "id", 0, MAX_GPU_INSTANCES - 1, &id);
    if (id_taken(&r->layout, (int)id))
        problem(at, "give each its own id", "GPU instance id %lld is used twice", id);
    instance->id = (int)id;
    if (at_value(at, "load", &value))
        read_load(&value, &instance->load, false);
    if (at_value(at, "compute", &value)) {
        read_compute(r, &value, instance);
    } else {
        instance->compute_count = 1;
        instance->compute[0].slices = (int)model->profiles[profile].slices;
        key_text(at, "uuid", &instance->compute[0].uuid);
    }
    name_compute(r, instance);
    r->layout.count++;
}

static int by_id(const void *a, const void *b)
{
    return ((const struct instance_spec *)a)->id - ((const struct instance_spec *)b)->id;
}

static uint64_t content_of(const struct mig_layout *layout)
{
    uint64_t hash = 14695981039346656037u ^ (layout->enabled ? 1u : 0u) ^ (layout->pending ? 2u : 0u);
    for (int i = 0; i < layout->count; i++) {
        const struct instance_spec *it = &layout->instances[i];
        hash = (hash ^ (uint64_t)(it->profile + 100 * it->id + 10000 * it->start)) * 1099511628211u;
        for (int c = 0; c < it->compute_count; c++) {
            hash = (hash ^ (uint64_t)it->compute[c].slices) * 1099511628211u;
            for (const char *u = it->compute[c].uuid; *u; u++)
                hash = (hash ^ (unsigned char)*u) * 1099511628211u;
        }
    }
    return hash;
}

struct mig_layout read_mig_layout(struct builder *b, const struct at *at, const struct device *device)
{
    static const char *const keys[] = {"mode", "pending", "instances", NULL};
    static const struct choice modes[] = {{"enabled", 1}, {"disabled", 0}, {NULL, 0}};
    struct layout_reading r = {.builder = b, .device = device, .layout = {.until = INFINITY}};
    r.layout.instances = ARENA_ARRAY(b->arena, struct instance_spec, MAX_GPU_INSTANCES + 1);
    struct at list;
    long long mode = 0;
    if (!only_keys(at, keys))
        return r.layout;
    key_choice(at, "mode", modes, &mode);
    long long pending = mode;
    key_choice(at, "pending", modes, &pending);
    r.layout.enabled = mode;
    r.layout.pending = pending;
    if (!device->id.model->mig_capable && (mode || pending))
        problem(at, "remove it", "%s has no MIG", device->id.model->name);
    else if (at_value(at, "instances", &list) && is_list(&list)) {
        if (!mode && at_count(&list))
            problem(&list, "set mode: enabled", "there are no instances while MIG is disabled");
        for (int i = 0; mode && i < at_count(&list) && r.layout.count < MAX_GPU_INSTANCES; i++) {
            struct at item = at_item(&list, i);
            read_instance(&r, &item);
        }
    }
    qsort(r.layout.instances, (size_t)r.layout.count, sizeof *r.layout.instances, by_id);
    r.layout.content = content_of(&r.layout);
    return r.layout;
}

bool layout_has_instance(const struct device *device, int instance)
{
    for (int l = 0; l < device->play.layout_count; l++)
        if (id_taken(&device->play.layouts[l], instance))
            return true;
    return false;
}
