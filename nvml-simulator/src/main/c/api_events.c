// SPDX-License-Identifier: Apache-2.0
/* Event sets: what happens on registered devices from their registration on, each event once, in the order of time. */
#include "faults.h"
#include "nvml_calls.h"
#include "slots.h"

#include <math.h>
#include <stdlib.h>

/* A waiting call looks again at least this often: at the file, at the faults, at what other calls did. */
static const double look_again = 0.05;

struct registration {
    uint64_t types;
    double since;   /* t */
    unsigned notes; /* of the device, already told */
    bool loss_told;
};

struct event_set {
    struct slot_object head;
    pthread_mutex_t lock;
    struct registration of[MAX_DEVICES];
    /* The events told so far: everything before `told_at`, and `told` events at that very moment. */
    double told_at;
    int told;
};

static struct slots sets = {.lock = PTHREAD_MUTEX_INITIALIZER, .kind = HANDLE_EVENT_SET};

/* One event on its way to a client. */
struct report {
    int device;
    uint64_t type, data;
    int instance;
};

static uint64_t supported_types(const struct call *c)
{
    const struct model *m = c->device->id.model;
    uint64_t types = nvmlEventTypePState | nvmlEventTypeXidCriticalError | nvmlEventTypeClock | nvmlEventTypePowerSourceChange;
    if (m->ecc_known || c->device->id.ecc)
        types |= nvmlEventTypeSingleBitEccError | nvmlEventTypeDoubleBitEccError;
    if (m->mig_capable)
        types |= nvmlEventMigConfigChange;
    if (driver_has(c, 560))
        types |= nvmlEventTypeSingleBitEccErrorStorm | nvmlEventTypeDramRetirementEvent | nvmlEventTypeDramRetirementFailure |
                 nvmlEventTypeNonFatalPoisonError | nvmlEventTypeFatalPoisonError;
    if (driver_has(c, 570))
        types |= nvmlEventTypeGpuUnavailableError | nvmlEventTypeGpuRecoveryAction;
    return types;
}

API(nvmlDeviceGetSupportedEventTypes)(struct call *c, unsigned long long *eventTypes)
{
    REQUIRE(eventTypes);
    *eventTypes = supported_types(c);
    return NVML_SUCCESS;
}

API(nvmlEventSetCreate)(struct call *c, nvmlEventSet_t *set)
{
    REQUIRE(set);
    struct event_set *made = calloc(1, sizeof *made);
    if (!made)
        return NVML_ERROR_MEMORY;
    pthread_mutex_init(&made->lock, NULL);
    made->told_at = nextafter(c->now.t, INFINITY);
    *set = slots_add(&sets, &made->head, c->world->session.number);
    if (*set)
        return NVML_SUCCESS;
    free(made);
    return NVML_ERROR_MEMORY;
}

API(nvmlEventSetFree)(struct call *c, nvmlEventSet_t set)
{
    return slots_remove(&sets, set, c->world->session.number) ? NVML_SUCCESS : NVML_ERROR_INVALID_ARGUMENT;
}

API(nvmlDeviceRegisterEvents)(struct call *c, unsigned long long eventTypes, nvmlEventSet_t set)
{
    SUPPORTED_IF(!(eventTypes & ~supported_types(c)));
    struct event_set *it = slots_hold(&sets, set, c->world->session.number);
    REQUIRE(it);
    pthread_mutex_lock(&it->lock);
    struct registration *registration = &it->of[c->ordinal];
    if (!registration->types) {
        registration->since = c->now.t;
        pthread_mutex_lock(&c->runtime->lock);
        registration->notes = c->runtime->notes_count;
        pthread_mutex_unlock(&c->runtime->lock);
    }
    registration->types |= eventTypes;
    pthread_mutex_unlock(&it->lock);
    slots_let_go(&sets, &it->head);
    return NVML_SUCCESS;
}

static int first_event_at(const struct scenario *s, double at)
{
    int low = 0, high = s->event_count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (s->events[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool wanted(const struct event_set *set, const struct event *event)
{
    const struct registration *registration = &set->of[event->device];
    return registration->types & event->type && event->at > registration->since;
}

/* The next event of the scenario up to t. */
static bool next_event(struct event_set *set, const struct call *c, struct report *report)
{
    const struct scenario *s = c->scenario;
    for (int i = first_event_at(s, set->told_at) + set->told; i < s->event_count && s->events[i].at <= c->now.t; i++) {
        const struct event *event = &s->events[i];
        set->told = event->at == set->told_at ? set->told + 1 : 1;
        set->told_at = event->at;
        if (!wanted(set, event))
            continue;
        *report = (struct report){event->device, event->type, event->data, event->instance};
        return true;
    }
    return false;
}

/* Something a call did, such as creating an instance. */
static bool next_note(struct event_set *set, int device, struct report *report)
{
    struct registration *registration = &set->of[device];
    struct runtime *r = &runtimes[device];
    bool found = false;
    pthread_mutex_lock(&r->lock);
    if (r->notes_count - registration->notes > MAX_NOTES)
        registration->notes = r->notes_count - MAX_NOTES;
    while (!found && registration->notes != r->notes_count) {
        const struct note *note = &r->notes[registration->notes++ % MAX_NOTES];
        found = registration->types & note->type;
        *report = (struct report){device, note->type, 0, -1};
    }
    pthread_mutex_unlock(&r->lock);
    return found;
}

/* Whether a registered GPU has fallen off since this was last asked: each loss is told once, so that events of others get through.
 */
static bool newly_lost(struct event_set *set, const struct call *c)
{
    bool told = false;
    for (int i = 0; i < c->scenario->device_count; i++) {
        if (!set->of[i].types)
            continue;
        bool lost = fault_active(c->scenario, FAULT_LOST, i, c->now.t);
        told |= lost && !set->of[i].loss_told;
        set->of[i].loss_told = lost;
    }
    return told;
}

enum outcome { NOTHING, EVENT, LOSS };

static enum outcome look_at_set(struct event_set *set, const struct call *c, struct report *report)
{
    enum outcome outcome = NOTHING;
    pthread_mutex_lock(&set->lock);
    if (next_event(set, c, report))
        outcome = EVENT;
    for (int i = 0; outcome == NOTHING && i < c->scenario->device_count; i++)
        if (set->of[i].types && next_note(set, i, report))
            outcome = EVENT;
    if (outcome == NOTHING && c->scenario->loses_devices && newly_lost(set, c))
        outcome = LOSS;
    pthread_mutex_unlock(&set->lock);
    return outcome;
}

/* Real seconds until the next event of the scenario, at most `most`. */
static double until_next(const struct call *c, double most)
{
    int next = first_event_at(c->scenario, nextafter(c->now.t, INFINITY));
    if (!clock_runs(&c->scenario->clock) || next == c->scenario->event_count)
        return most;
    double seconds = (c->scenario->events[next].at - c->now.t) / c->scenario->clock.speed;
    return fmin(most, fmax(seconds, 0.0005));
}

static nvmlReturn_t wait_for_event(struct call *c, struct event_set *set, double timeout, struct report *report)
{
    double end = (double)monotonic_ns() / 1e9 + timeout;
    for (;;) {
        enum outcome outcome = look_at_set(set, c, report);
        if (outcome != NOTHING)
            return outcome == EVENT ? NVML_SUCCESS : NVML_ERROR_GPU_IS_LOST;
        double left = end - (double)monotonic_ns() / 1e9;
        if (left <= 0)
            return NVML_ERROR_TIMEOUT;
        sleep_seconds(until_next(c, fmin(left, look_again)));
        RETURN_UNLESS_GOOD(call_refresh(c));
    }
}

/* Waits on the set of a handle. */
static nvmlReturn_t next_report(struct call *c, nvmlEventSet_t set, unsigned timeout_ms, struct report *report)
{
    struct event_set *it = slots_hold(&sets, set, c->world->session.number);
    REQUIRE(it);
    nvmlReturn_t result = wait_for_event(c, it, timeout_ms / 1e3, report);
    slots_let_go(&sets, &it->head);
    return result;
}

API(nvmlEventSetWait_v2)(struct call *c, nvmlEventSet_t set, nvmlEventData_t *data, unsigned int timeoutms)
{
    struct report report;
    REQUIRE(data);
    RETURN_UNLESS_GOOD(next_report(c, set, timeoutms, &report));
    *data = (nvmlEventData_t){.device = gpu_handle(c, report.device), .eventType = report.type, .eventData = report.data};
    data->gpuInstanceId = report.instance < 0 ? UINT_MAX : (unsigned)report.instance;
    data->computeInstanceId = report.instance < 0 ? UINT_MAX : 0;
    return NVML_SUCCESS;
}

/* The older layout ends before the instance ids. */
API(nvmlEventSetWait)(struct call *c, nvmlEventSet_t set, nvmlEventData_t *data, unsigned int timeoutms)
{
    nvmlEventData_t whole;
    REQUIRE(data);
    RETURN_UNLESS_GOOD(sim_nvmlEventSetWait_v2(c, set, &whole, timeoutms));
    data->device = whole.device;
    data->eventType = whole.eventType;
    data->eventData = whole.eventData;
    return NVML_SUCCESS;
}

/* Only the classic events: no GPU here has others to report. */
API(nvmlEventSetWait_v3)(struct call *c, nvmlEventSet_t set, nvmlEventSetWait_v3_t *params)
{
    struct report report;
    REQUIRE(params);
    RETURN_UNLESS_GOOD(next_report(c, set, params->timeoutMs, &report));
    *params = (nvmlEventSetWait_v3_t){.timeoutMs = params->timeoutMs,
                                      .dataType = NVML_EVENT_DATA_TYPE_NVML_EVENT,
                                      .eventType = report.type,
                                      .eventData = report.data,
                                      .timestampUsec = (unsigned long long)c->now.wall_us};
    params->gpuInstanceId = report.instance < 0 ? NVML_GPU_INSTANCE_ID_ANY : (unsigned)report.instance;
    params->computeInstanceId = report.instance < 0 ? NVML_COMPUTE_INSTANCE_ID_ANY : 0;
    return copy_text(params->uuid, sizeof params->uuid, c->scenario->devices[report.device].id.uuid);
}
