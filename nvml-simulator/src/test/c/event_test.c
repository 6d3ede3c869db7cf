// SPDX-License-Identifier: Apache-2.0
/* Event sets. */
#include "check.h"

#include <unistd.h>

#define FAST NODE("580.1") "clock: {speed: 20}\ndevices:\n"

static nvmlEventSet_t registered(unsigned device, unsigned long long types)
{
    nvmlEventSet_t set = NULL;
    GOOD(nvmlEventSetCreate(&set));
    GOOD(nvmlDeviceRegisterEvents(gpu(device), types, set));
    return set;
}

static void events_come_once_and_in_order(void)
{
    nvmlEventData_t data;
    play(FAST "  - {model: H100-SXM5-80GB, count: 2}\n"
              "events:\n  - {at: 22s, device: 0, xid: 13}\n  - {at: 20s, device: 0, xid: 31}\n  - {at: 21s, device: 1, xid: 99}\n"
              "  - {at: 21s, device: 0, type: clock}\n  - {at: 23s, device: 0, xid: 79, repeat: {every: 1s, times: 2}}\n");
    nvmlEventSet_t set = registered(0, nvmlEventTypeXidCriticalError);
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_TIMEOUT);
    const unsigned xids[] = {31, 13, 79, 79};
    for (int i = 0; i < 4; i++) {
        GOOD(nvmlEventSetWait_v2(set, &data, 5000));
        EXPECT_IS(data.eventData, xids[i]);
        EXPECT_IS(data.eventType, nvmlEventTypeXidCriticalError);
        EXPECT(data.device == gpu(0));
        EXPECT_IS(data.gpuInstanceId, 0xFFFFFFFFu);
    }
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 100), NVML_ERROR_TIMEOUT);
    GOOD(nvmlEventSetFree(set));
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_INVALID_ARGUMENT);
}

static void sets_do_not_take_from_each_other(void)
{
    nvmlEventData_t data;
    play(FAST "  - {model: H100-SXM5-80GB, count: 2}\nevents:\n  - {at: 2s, device: 0, xid: 31}\n  - {at: 3s, device: 1, type: "
              "pstate}\n");
    nvmlEventSet_t one = registered(0, nvmlEventTypeXidCriticalError), two = registered(0, nvmlEventTypeXidCriticalError);
    GOOD(nvmlDeviceRegisterEvents(gpu(1), nvmlEventTypePState, two));
    GOOD(nvmlEventSetWait_v2(one, &data, 5000));
    GOOD(nvmlEventSetWait_v2(two, &data, 5000));
    EXPECT_IS(data.eventData, 31);
    GOOD(nvmlEventSetWait_v2(two, &data, 5000));
    EXPECT(data.device == gpu(1));
    EXPECT_IS(data.eventType, nvmlEventTypePState);
    EXPECT_IS(nvmlEventSetWait_v2(one, &data, 0), NVML_ERROR_TIMEOUT);
}

static void a_timeout_takes_its_time(void)
{
    nvmlEventData_t data;
    play(H100);
    nvmlEventSet_t set = registered(0, nvmlEventTypeXidCriticalError);
    double start = seconds_now();
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 150), NVML_ERROR_TIMEOUT);
    EXPECT(seconds_now() - start >= 0.149);
}

static void only_supported_types_can_be_registered(void)
{
    unsigned long long types;
    nvmlEventSet_t set;
    play(NODE("550.1") "devices: [{model: H100-SXM5-80GB}]\n");
    GOOD(nvmlDeviceGetSupportedEventTypes(gpu(0), &types));
    GOOD(nvmlEventSetCreate(&set));
    EXPECT_IS(nvmlDeviceRegisterEvents(gpu(0), nvmlEventTypeAll, set), NVML_ERROR_NOT_SUPPORTED);
    GOOD(nvmlDeviceRegisterEvents(gpu(0), nvmlEventTypeAll & types, set));
    EXPECT_IS(nvmlDeviceRegisterEvents(gpu(0), types, (nvmlEventSet_t)(void *)gpu(0)), NVML_ERROR_INVALID_ARGUMENT);
}

static void an_xid_of_an_instance_names_it(void)
{
    nvmlEventData_t data;
    play(FAST "  - model: H100-SXM5-80GB\n    mig: {mode: enabled, instances: [{profile: 1g.10gb, id: 7, start: 0}]}\n"
              "events:\n  - {at: 20s, device: 0, xid: 43, instance: 7}\n");
    nvmlEventSet_t set = registered(0, nvmlEventTypeXidCriticalError);
    GOOD(nvmlEventSetWait_v2(set, &data, 5000));
    EXPECT_IS(data.gpuInstanceId, 7);
    EXPECT_IS(data.computeInstanceId, 0);
}

static void partitioning_is_an_event(void)
{
    nvmlEventData_t data;
    nvmlGpuInstance_t instance;
    if (geteuid() != 0)
        return;
    play(H100 "    mig: {mode: enabled}\n");
    nvmlEventSet_t set = registered(0, nvmlEventMigConfigChange);
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_TIMEOUT);
    GOOD(nvmlDeviceCreateGpuInstance(gpu(0), 19, &instance));
    GOOD(nvmlEventSetWait_v2(set, &data, 1000));
    EXPECT_IS(data.eventType, nvmlEventMigConfigChange);
}

static void a_loss_is_told_once_and_others_get_through(void)
{
    nvmlEventData_t data;
    play(FAST
         "  - {model: H100-SXM5-80GB, count: 2}\nevents:\n  - {at: 25s, device: 1, xid: 31}\nfaults:\n  - {lost: 0, from: 20s}\n");
    nvmlEventSet_t set = registered(0, nvmlEventTypeXidCriticalError);
    GOOD(nvmlDeviceRegisterEvents(gpu(1), nvmlEventTypeXidCriticalError, set));
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 5000), NVML_ERROR_GPU_IS_LOST);
    GOOD(nvmlEventSetWait_v2(set, &data, 5000));
    EXPECT_IS(data.eventData, 31);
    EXPECT_IS(nvmlEventSetWait_v2(set, &data, 50), NVML_ERROR_TIMEOUT);
}

static void removals_are_system_events(void)
{
    nvmlSystemEventSetCreateRequest_t create = {.version = VERSION_nvmlSystemEventSetCreateRequest_v1};
    nvmlSystemEventData_v1_t data[4];
    play(FAST "  - {model: H100-SXM5-80GB, count: 2}\nfaults:\n  - {absent: 1, from: 20s, until: 25s}\n");
    GOOD(nvmlSystemEventSetCreate(&create));
    nvmlSystemRegisterEventRequest_t request = {VERSION_nvmlSystemRegisterEventRequest_v1,
                                                nvmlSystemEventTypeGpuDriverUnbind | nvmlSystemEventTypeGpuDriverBind, create.set};
    GOOD(nvmlSystemRegisterEvents(&request));
    nvmlSystemEventSetWaitRequest_t wait = {VERSION_nvmlSystemEventSetWaitRequest_v1, 0, create.set, data, 4, 0};
    EXPECT_IS(nvmlSystemEventSetWait(&wait), NVML_ERROR_TIMEOUT);
    wait.timeoutms = 5000;
    GOOD(nvmlSystemEventSetWait(&wait));
    EXPECT_IS(data[0].eventType, nvmlSystemEventTypeGpuDriverUnbind);
    GOOD(nvmlSystemEventSetWait(&wait));
    EXPECT_IS(data[0].eventType, nvmlSystemEventTypeGpuDriverBind);
    nvmlSystemEventSetFreeRequest_t gone = {VERSION_nvmlSystemEventSetFreeRequest_v1, create.set};
    GOOD(nvmlSystemEventSetFree(&gone));
}

const struct test event_tests[] = {
    {"events: they come once and in order", events_come_once_and_in_order},
    {"events: sets do not take from each other", sets_do_not_take_from_each_other},
    {"events: a timeout takes its time", a_timeout_takes_its_time},
    {"events: only supported types can be registered", only_supported_types_can_be_registered},
    {"events: an XID of an instance names it", an_xid_of_an_instance_names_it},
    {"events: partitioning is an event", partitioning_is_an_event},
    {"events: a loss is told once and others get through", a_loss_is_told_once_and_others_get_through},
    {"events: removals are system events", removals_are_system_events},
    {NULL, NULL},
};
