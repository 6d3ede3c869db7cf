// SPDX-License-Identifier: Apache-2.0
/* The events block: things to report, links that go down or up, re-partitions. */
#include "nvml_abi.h"
#include "scenario_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_EVENTS = 100000, MAX_REPEATS = 10000 };

struct timeline {
    struct builder *builder;
    struct event *events;
    int count, room;
};

/* One entry of the list, before its repetitions. */
struct entry {
    struct event event;
    struct at at;
    double every;
    long long times;
};

static void add_event(struct timeline *timeline, const struct event *event)
{
    if (timeline->count < timeline->room)
        timeline->events[timeline->count++] = *event;
}

static void add_reports(struct timeline *timeline, const struct entry *entry)
{
    struct event event = entry->event;
    for (long long i = 0; i < entry->times; i++, event.at += entry->every)
        add_event(timeline, &event);
}

static void read_xid(struct timeline *timeline, const struct at *at, struct entry *entry)
{
    struct at value;
    long long xid, instance = -1;
    if (!at_value(at, "xid", &value) || !read_integer(&value, 1, 65535, &xid))
        return;
    key_integer(at, "instance", 0, MAX_GPU_INSTANCES - 1, &instance);
    entry->event.type = nvmlEventTypeXidCriticalError;
    entry->event.data = (uint64_t)xid;
    entry->event.instance = (int)instance;
    add_reports(timeline, entry);
}

static void read_type(struct timeline *timeline, const struct at *at, struct entry *entry)
{
    static const struct choice types[] = {{"singleBitEcc", nvmlEventTypeSingleBitEccError},
                                          {"doubleBitEcc", nvmlEventTypeDoubleBitEccError},
                                          {"pstate", nvmlEventTypePState},
                                          {"clock", nvmlEventTypeClock},
                                          {"powerSource", nvmlEventTypePowerSourceChange},
                                          {"migConfig", nvmlEventMigConfigChange},
                                          {"singleBitEccStorm", nvmlEventTypeSingleBitEccErrorStorm},
                                          {"dramRetirement", nvmlEventTypeDramRetirementEvent},
                                          {"dramRetirementFailure", nvmlEventTypeDramRetirementFailure},
                                          {"nonFatalPoison", nvmlEventTypeNonFatalPoisonError},
                                          {"fatalPoison", nvmlEventTypeFatalPoisonError},
                                          {"gpuUnavailable", nvmlEventTypeGpuUnavailableError},
                                          {"recoveryAction", nvmlEventTypeGpuRecoveryAction},
                                          {NULL, 0}};
    struct at value;
    long long type;
    if (!at_value(at, "type", &value) || !read_choice(&value, types, &type))
        return;
    entry->event.type = (uint64_t)type;
    add_reports(timeline, entry);
}

static int by_change_time(const void *a, const void *b)
{
    double x = ((const struct link_change *)a)->at, y = ((const struct link_change *)b)->at;
    return (x > y) - (x < y);
}

static void change_link(struct timeline *timeline, int index, int link, int state, const struct entry *entry)
{
    struct play *play = &timeline->builder->scenario->devices[index].play;
    int count = play->link_change_count;
    struct link_change *changes = ARENA_ARRAY(timeline->builder->arena, struct link_change, count + entry->times);
    if (count)
        memcpy(changes, play->link_changes, sizeof *changes * (size_t)count);
    for (long long i = 0; i < entry->times; i++)
        changes[count++] = (struct link_change){entry->event.at + (double)i * entry->every, link, state};
    qsort(changes, (size_t)count, sizeof *changes, by_change_time);
    play->link_changes = changes;
    play->link_change_count = count;
}

/* A link between GPUs goes down at both ends. */
static void read_link(struct timeline *timeline, const struct at *at, const struct entry *entry)
{
    static const struct choice states[] = {{"down", NVML_NVLINK_STATE_INACTIVE},
                                           {"up", NVML_NVLINK_STATE_ACTIVE},
                                           {"trafficDisabled", NVML_NVLINK_STATE_ACTIVE_TRAFFIC_DISABLED},
                                           {NULL, 0}};
    const struct identity *id = &timeline->builder->scenario->devices[entry->event.device].id;
    struct at value;
    long long link, state = -1;
    if (!at_value(at, "link", &value) || !read_integer(&value, 0, id->model->links - 1, &link))
        return;
    key_choice(at, "state", states, &state);
    if (state < 0) {
        problem(at, "write state: down, up or trafficDisabled", "a link event needs a state");
        return;
    }
    change_link(timeline, entry->event.device, (int)link, (int)state, entry);
    if (id->links[link].kind == LINK_GPU)
        change_link(timeline, id->links[link].peer, id->links[link].peer_link, (int)state, entry);
}

static int by_layout_time(const void *a, const void *b)
{
    double x = ((const struct mig_layout *)a)->from, y = ((const struct mig_layout *)b)->from;
    return (x > y) - (x < y);
}

static void read_partition(struct timeline *timeline, const struct at *at, struct entry *entry)
{
    struct builder *b = timeline->builder;
    struct device *device = &b->scenario->devices[entry->event.device];
    struct at value;
    if (!at_value(at, "mig", &value))
        return;
    int count = device->play.layout_count;
    struct mig_layout *layouts = ARENA_ARRAY(b->arena, struct mig_layout, count + 2);
    if (count)
        memcpy(layouts, device->play.layouts, sizeof *layouts * (size_t)count);
    else
        layouts[count++] = (struct mig_layout){.until = INFINITY};
    layouts[count] = read_mig_layout(b, &value, device);
    layouts[count++].from = entry->event.at;
    qsort(layouts, (size_t)count, sizeof *layouts, by_layout_time);
    for (int i = 0; i + 1 < count; i++)
        layouts[i].until = layouts[i + 1].from;
    device->play.layouts = layouts;
    device->play.layout_count = count;
    entry->event.type = nvmlEventMigConfigChange;
    add_event(timeline, &entry->event);
}

static void read_repeat(const struct at *at, struct entry *entry)
{
    static const char *const keys[] = {"every", "times", NULL};
    struct at value;
    if (!at_value(at, "repeat", &value) || !only_keys(&value, keys))
        return;
    entry->times = 0;
    key_duration(&value, "every", &entry->every);
    key_integer(&value, "times", 1, MAX_REPEATS, &entry->times);
    if (entry->every <= 0 || !entry->times)
        problem(&value, "write {every: 10s, times: 5}", "every and times are required");
}

static void read_event(struct timeline *timeline, const struct at *at)
{
    static const char *const keys[] = {"at", "device", "xid", "instance", "type", "link", "state", "mig", "repeat", NULL};
    static const char *const kinds[] = {"xid", "type", "link", "mig"};
    struct entry entry = {.event = {.instance = -1}, .at = *at, .times = 1};
    struct at value;
    int given = 0;
    if (!only_keys(at, keys))
        return;
    for (int i = 0; i < 4; i++)
        given += at_key(at, kinds[i], &value);
    if (given != 1)
        problem(at, "give one of xid, type, link, mig", "an event is exactly one thing");
    if (!at_value(at, "at", &value) || !read_duration(&value, &entry.event.at))
        problem(at, "write at: 60s", "at is required");
    if (!at_value(at, "device", &value)) {
        problem(at, "write device: 0", "device is required");
        return;
    }
    if (given != 1 || !read_device_index(timeline->builder, &value, &entry.event.device) ||
        !timeline->builder->scenario->devices[entry.event.device].id.model)
        return;
    read_repeat(at, &entry);
    read_xid(timeline, at, &entry);
    read_type(timeline, at, &entry);
    read_link(timeline, at, &entry);
    read_partition(timeline, at, &entry);
}

static int by_time(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : (x->device > y->device) - (x->device < y->device);
}

static long long repeats(const struct at *entry)
{
    struct at repeat, times;
    if (!at_value(entry, "repeat", &repeat) || !at_value(&repeat, "times", &times))
        return 1;
    long long count = strtoll(text_of(&times), NULL, 10);
    return count < 0 ? 0 : count > MAX_REPEATS ? MAX_REPEATS : count;
}

/* How many events the list can make. */
static int room_for(const struct at *list)
{
    long long room = 0;
    for (int i = 0; i < at_count(list); i++) {
        struct at item = at_item(list, i);
        room += repeats(&item);
    }
    if (room > MAX_EVENTS)
        problem(list, "leave some out, or repeat them less often", "a node has at most %d events", MAX_EVENTS);
    return room > MAX_EVENTS ? MAX_EVENTS : (int)room;
}

void read_events(struct builder *b, const struct at *root)
{
    struct at list;
    if (!at_value(root, "events", &list))
        return;
    if (!is_list(&list)) {
        problem(&list, "start each event with a dash", "must be a list");
        return;
    }
    struct timeline timeline = {.builder = b, .room = room_for(&list)};
    timeline.events = ARENA_ARRAY(b->arena, struct event, timeline.room);
    for (int i = 0; i < at_count(&list); i++) {
        struct at item = at_item(&list, i);
        read_event(&timeline, &item);
    }
    qsort(timeline.events, (size_t)timeline.count, sizeof *timeline.events, by_time);
    b->scenario->events = timeline.events;
    b->scenario->event_count = timeline.count;
}
