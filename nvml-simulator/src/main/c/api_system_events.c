// SPDX-License-Identifier: Apache-2.0
/* System event sets: GPUs bound to the driver and unbound from it, which is how a hot removal looks. */
#include "nvml_calls.h"
#include "slots.h"

#include <math.h>
#include <stdlib.h>

static const double look_again = 0.05;

struct system_set {
    struct slot_object head;
    pthread_mutex_t lock;
    uint64_t types;
    double told_until; /* t; everything up to here has been told */
};

static struct slots sets = {.lock = PTHREAD_MUTEX_INITIALIZER, .kind = HANDLE_SYSTEM_EVENT_SET};

API(nvmlSystemEventSetCreate)(struct call *c, nvmlSystemEventSetCreateRequest_t *request)
{
    REQUIRE(request);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, request->version, nvmlSystemEventSetCreateRequest_v1));
    struct system_set *made = calloc(1, sizeof *made);
    if (!made)
        return NVML_ERROR_MEMORY;
    pthread_mutex_init(&made->lock, NULL);
    made->told_until = c->now.t;
    request->set = slots_add(&sets, &made->head, c->world->session.number);
    if (request->set)
        return NVML_SUCCESS;
    free(made);
    return NVML_ERROR_MEMORY;
}

API(nvmlSystemEventSetFree)(struct call *c, nvmlSystemEventSetFreeRequest_t *request)
{
    REQUIRE(request);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, request->version, nvmlSystemEventSetFreeRequest_v1));
    return slots_remove(&sets, request->set, c->world->session.number) ? NVML_SUCCESS : NVML_ERROR_INVALID_ARGUMENT;
}

API(nvmlSystemRegisterEvents)(struct call *c, nvmlSystemRegisterEventRequest_t *request)
{
    const uint64_t known_types = nvmlSystemEventTypeGpuDriverUnbind | nvmlSystemEventTypeGpuDriverBind;
    REQUIRE(request);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, request->version, nvmlSystemRegisterEventRequest_v1));
    REQUIRE(!(request->eventTypes & ~known_types));
    struct system_set *set = slots_hold(&sets, request->set, c->world->session.number);
    REQUIRE(set);
    pthread_mutex_lock(&set->lock);
    set->types |= request->eventTypes;
    pthread_mutex_unlock(&set->lock);
    slots_let_go(&sets, &set->head);
    return NVML_SUCCESS;
}

static unsigned gpu_id(const struct identity *id)
{
    return id->pci.domain << 16 | id->pci.bus << 8 | id->pci.device;
}

/* The removals and returns between what was told and now. */
static unsigned gather(struct system_set *set, const struct call *c, nvmlSystemEventData_v1_t *data, unsigned room)
{
    unsigned count = 0;
    double told = set->told_until;
    for (int i = 0; i < c->scenario->fault_count; i++) {
        const struct fault *fault = &c->scenario->faults[i];
        const struct {
            double at;
            uint64_t type;
        } ends[] = {{fault->from, nvmlSystemEventTypeGpuDriverUnbind}, {fault->until, nvmlSystemEventTypeGpuDriverBind}};
        for (int d = 0; fault->kind == FAULT_ABSENT && d < c->scenario->device_count; d++)
            for (int e = 0; fault->devices >> d & 1 && e < 2; e++)
                if (ends[e].at > told && ends[e].at <= c->now.t && set->types & ends[e].type && count < room)
                    data[count++] = (nvmlSystemEventData_v1_t){ends[e].type, gpu_id(&c->scenario->devices[d].id)};
    }
    set->told_until = fmax(told, c->now.t);
    return count;
}

static nvmlReturn_t wait_for_events(struct call *c, struct system_set *set, nvmlSystemEventSetWaitRequest_t *request)
{
    double end = (double)monotonic_ns() / 1e9 + request->timeoutms / 1e3;
    for (;;) {
        pthread_mutex_lock(&set->lock);
        request->numEvent = gather(set, c, request->data, request->dataSize);
        pthread_mutex_unlock(&set->lock);
        if (request->numEvent)
            return NVML_SUCCESS;
        double left = end - (double)monotonic_ns() / 1e9;
        if (left <= 0)
            return NVML_ERROR_TIMEOUT;
        sleep_seconds(fmin(left, look_again));
        RETURN_UNLESS_GOOD(call_refresh(c));
    }
}

API(nvmlSystemEventSetWait)(struct call *c, nvmlSystemEventSetWaitRequest_t *request)
{
    REQUIRE(request);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, request->version, nvmlSystemEventSetWaitRequest_v1));
    REQUIRE(request->data && request->dataSize);
    struct system_set *set = slots_hold(&sets, request->set, c->world->session.number);
    REQUIRE(set);
    nvmlReturn_t result = wait_for_events(c, set, request);
    slots_let_go(&sets, &set->head);
    return result;
}
