// SPDX-License-Identifier: Apache-2.0
#include "scenario.h"

#include "scenario_parts.h"

#include <stdlib.h>
#include <string.h>

static const char *name_of(struct arena *arena, const char *file)
{
    const char *slash = strrchr(file, '/');
    char *name = arena_text(arena, slash ? slash + 1 : file);
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = 0;
    return name;
}

static bool all_models_known(const struct scenario *s)
{
    for (int i = 0; i < s->device_count; i++)
        if (!s->devices[i].id.model)
            return false;
    return true;
}

/* Processes name instances of any layout, so this waits until the events are read. */
static void check_instances(const struct scenario *s, struct problems *problems)
{
    for (int i = 0; i < s->device_count; i++)
        for (int p = 0; p < s->devices[i].play.process_count; p++) {
            const struct process *process = &s->devices[i].play.processes[p];
            char where[300], value[20];
            if (process->instance < 0 || layout_has_instance(&s->devices[i], process->instance))
                continue;
            snprintf(where, sizeof where, "%.200s: GPU %d, process %u", s->file, i, process->pid);
            snprintf(value, sizeof value, "instance: %d", process->instance);
            problem_elsewhere(problems, where, value, "the GPU has no such GPU instance", "use the id of one of mig.instances");
        }
}

static void read_root(struct builder *b, const struct at *root, const char *clock, struct problems *problems)
{
    static const char *const keys[] = {"description", "driver", "clock",  "defaults",   "devices",
                                       "topology",    "events", "faults", "kubernetes", NULL};
    struct scenario *s = b->scenario;
    struct at value;
    if (!only_keys(root, keys))
        return;
    key_text(root, "description", &s->description);
    if (!s->description)
        problem(root, "say in a line what the node is", "description is required");
    if (at_value(root, "driver", &value))
        read_driver(b, &value);
    else
        problem(root, "write driver: {version: 580.105.08}", "driver is required");
    if (clock)
        read_clock_text(b, clock, problems);
    else if (at_value(root, "clock", &value))
        read_clock(b, &value);
    read_devices(b, root);
    if (!all_models_known(s))
        return;
    read_topology(b, root);
    read_events(b, root);
    read_faults(b, root);
    check_instances(s, problems);
    if (!problems->count)
        finish_devices(b);
}

struct scenario *scenario_read(const char *file, const char *catalogue, const char *clock, FILE *out)
{
    struct scenario *s = calloc(1, sizeof *s);
    struct problems problems = {out, 0};
    struct source source;
    if (!s)
        return NULL;
    atomic_init(&s->references, 1);
    s->clock.speed = 1;
    s->file = arena_text(&s->arena, file);
    struct builder b = {s, &s->arena, catalogue, name_of(&s->arena, file)};
    if (source_open(&source, s->file, &problems, &s->arena)) {
        struct at root = source_root(&source);
        read_root(&b, &root, clock, &problems);
        source_close(&source);
    }
    if (problems.count) {
        scenario_release(s);
        return NULL;
    }
    return s;
}

static bool same_board(const struct identity *a, const struct identity *b)
{
    if (strcmp(a->model_name, b->model_name) || a->model->profile_count != b->model->profile_count)
        return false;
    for (int i = 0; i < a->model->profile_count; i++)
        if (strcmp(a->model->profiles[i].name, b->model->profiles[i].name))
            return false;
    return true;
}

static bool has(const struct scenario *scenario, const struct identity *board)
{
    for (int i = 0; i < scenario->device_count; i++)
        if (!strcmp(scenario->devices[i].id.uuid, board->uuid))
            return true;
    return false;
}

bool scenario_graft(struct scenario *scenario, struct scenario *old)
{
    bool same = scenario->device_count == old->device_count;
    for (int i = 0; i < old->device_count; i++)
        if (!has(scenario, &old->devices[i].id))
            scenario->removed |= UINT64_C(1) << i;
    scenario->loses_devices |= scenario->removed != 0;
    for (int i = 0; i < old->device_count; i++) {
        struct device *device = &scenario->devices[i];
        same &= i < scenario->device_count && !strcmp(device->id.uuid, old->devices[i].id.uuid);
        if (i < scenario->device_count && same_board(&device->id, &old->devices[i].id))
            device->id = old->devices[i].id;
        else {
            *device = old->devices[i];
            same = false;
        }
    }
    scenario->device_count = old->device_count;
    scenario->driver = old->driver;
    scenario->hidden = old->hidden;
    scenario->topology = old->topology;
    scenario->base = scenario_hold(old);
    return same;
}

struct scenario *scenario_hold(struct scenario *scenario)
{
    atomic_fetch_add_explicit(&scenario->references, 1, memory_order_relaxed);
    return scenario;
}

void scenario_release(struct scenario *scenario)
{
    while (scenario && atomic_fetch_sub_explicit(&scenario->references, 1, memory_order_acq_rel) == 1) {
        struct scenario *base = scenario->base;
        arena_release(&scenario->arena);
        free(scenario);
        scenario = base;
    }
}
