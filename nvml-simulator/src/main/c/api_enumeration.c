// SPDX-License-Identifier: Apache-2.0
/* Finding devices. */
#include "faults.h"
#include "nvml_calls.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

API(nvmlDeviceGetCount_v2)(struct call *c, unsigned int *deviceCount)
{
    REQUIRE(deviceCount);
    *deviceCount = (unsigned)c->world->session.count;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetCount)(struct call *c, unsigned int *deviceCount)
{
    return sim_nvmlDeviceGetCount_v2(c, deviceCount);
}

/* A GPU lost before the session began has no handle; one lost during it has a handle that every call refuses. */
static nvmlReturn_t give_handle(struct call *c, int ordinal, nvmlDevice_t *device)
{
    nvmlReturn_t result = call_meets(c, ordinal);
    bool had_handle = lost_since(c->scenario, ordinal, c->now.t) > c->world->session.at;
    if (result == NVML_SUCCESS || (result == NVML_ERROR_GPU_IS_LOST && had_handle)) {
        *device = gpu_handle(c, ordinal);
        return NVML_SUCCESS;
    }
    return result;
}

API(nvmlDeviceGetHandleByIndex_v2)(struct call *c, unsigned int index, nvmlDevice_t *device)
{
    const struct session *session = &c->world->session;
    REQUIRE(device && index < (unsigned)session->count);
    return give_handle(c, session->device_of[index], device);
}

API(nvmlDeviceGetHandleByIndex)(struct call *c, unsigned int index, nvmlDevice_t *device)
{
    return sim_nvmlDeviceGetHandleByIndex_v2(c, index, device);
}

/* The handle of the MIG device with the UUID, on any GPU. */
static nvmlReturn_t mig_by_uuid(struct call *c, const char *uuid, nvmlDevice_t *device)
{
    for (int i = 0; i < c->world->session.count; i++) {
        int ordinal = c->world->session.device_of[i];
        struct mig_state state;
        mig_follow(c->world, ordinal, c->now.t);
        if (!atomic_load(&runtimes[ordinal].mig_enabled))
            continue;
        mig_copy(&runtimes[ordinal], &state);
        for (int k = 0; k < state.count; k++)
            for (int q = 0; q < state.instances[k].compute_count; q++)
                if (!strcasecmp(state.instances[k].compute[q].uuid, uuid)) {
                    *device = mig_handle(ordinal, &state.instances[k], q);
                    return call_meets(c, ordinal);
                }
    }
    return NVML_ERROR_NOT_FOUND;
}

API(nvmlDeviceGetHandleByUUID)(struct call *c, const char *uuid, nvmlDevice_t *device)
{
    REQUIRE(uuid && device);
    for (int i = 0; i < c->world->session.count; i++) {
        int ordinal = c->world->session.device_of[i];
        if (!strcasecmp(c->scenario->devices[ordinal].id.uuid, uuid))
            return give_handle(c, ordinal, device);
    }
    return mig_by_uuid(c, uuid, device);
}

static void spell_uuid(char *out, const char *prefix, const unsigned char *b)
{
    snprintf(out, UUID_SIZE, "%s-%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", prefix, b[0], b[1], b[2],
             b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

API(nvmlDeviceGetHandleByUUIDV)(struct call *c, const nvmlUUID_t *uuid, nvmlDevice_t *device)
{
    char text[UUID_SIZE];
    REQUIRE(uuid && device);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, uuid->version, nvmlUUID_v1));
    if (uuid->type == NVML_UUID_TYPE_ASCII) {
        snprintf(text, sizeof text, "%.*s", NVML_DEVICE_UUID_ASCII_LEN, uuid->value.str);
        return sim_nvmlDeviceGetHandleByUUID(c, text, device);
    }
    REQUIRE(uuid->type == NVML_UUID_TYPE_BINARY);
    spell_uuid(text, "GPU", uuid->value.bytes);
    nvmlReturn_t result = sim_nvmlDeviceGetHandleByUUID(c, text, device);
    if (result != NVML_ERROR_NOT_FOUND)
        return result;
    spell_uuid(text, "MIG", uuid->value.bytes);
    return mig_by_uuid(c, text, device);
}

API(nvmlDeviceGetHandleBySerial)(struct call *c, const char *serial, nvmlDevice_t *device)
{
    REQUIRE(serial && device);
    for (int i = 0; i < c->world->session.count; i++) {
        int ordinal = c->world->session.device_of[i];
        if (!strcmp(c->scenario->devices[ordinal].id.serial, serial))
            return give_handle(c, ordinal, device);
    }
    return NVML_ERROR_NOT_FOUND;
}

static bool is_address(const struct pci_address *a, unsigned domain, unsigned bus, unsigned device)
{
    return a->domain == domain && a->bus == bus && a->device == device;
}

API(nvmlDeviceGetHandleByPciBusId_v2)(struct call *c, const char *pciBusId, nvmlDevice_t *device)
{
    unsigned domain = 0, bus, slot, function = 0;
    REQUIRE(pciBusId && device);
    REQUIRE(sscanf(pciBusId, "%x:%x:%x.%x", &domain, &bus, &slot, &function) >= 3 ||
            (domain = 0, sscanf(pciBusId, "%x:%x.%x", &bus, &slot, &function) == 3));
    for (int i = 0; i < c->world->session.count; i++) {
        int ordinal = c->world->session.device_of[i];
        if (is_address(&c->scenario->devices[ordinal].id.pci, domain, bus, slot))
            return give_handle(c, ordinal, device);
    }
    return NVML_ERROR_NOT_FOUND;
}

API(nvmlDeviceGetHandleByPciBusId)(struct call *c, const char *pciBusId, nvmlDevice_t *device)
{
    return sim_nvmlDeviceGetHandleByPciBusId_v2(c, pciBusId, device);
}

/* Of a GPU among the node's, of a MIG device among its GPU's. */
API(nvmlDeviceGetIndex)(struct call *c, unsigned int *index)
{
    struct mig_state state;
    REQUIRE(index);
    *index = (unsigned)c->world->session.index_of[c->ordinal];
    if (c->kind == HANDLE_GPU)
        return NVML_SUCCESS;
    mig_copy(c->runtime, &state);
    *index = (unsigned)c->compute;
    for (int i = 0; i < state.count && state.instances[i].id < c->instance.id; i++)
        *index += (unsigned)state.instances[i].compute_count;
    return NVML_SUCCESS;
}
