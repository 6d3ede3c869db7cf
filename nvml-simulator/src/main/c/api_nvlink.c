// SPDX-License-Identifier: Apache-2.0
/* NVLink and C2C. */
#include "links.h"
#include "nvml_calls.h"

#include <stdio.h>
#include <string.h>

API(nvmlDeviceGetNvLinkState)(struct call *c, unsigned int link, nvmlEnableState_t *isActive)
{
    REQUIRE(isActive);
    RETURN_UNLESS_GOOD(check_link(c, link));
    *isActive = link_active(c->device, (int)link, c->now.t) ? NVML_FEATURE_ENABLED : NVML_FEATURE_DISABLED;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetNvLinkVersion)(struct call *c, unsigned int link, unsigned int *version)
{
    RETURN_UNLESS_GOOD(check_link(c, link));
    return known(c->device->id.model->link_version, version);
}

API(nvmlDeviceGetNvLinkCapability)(struct call *c, unsigned int link, nvmlNvLinkCapability_t capability, unsigned int *capResult)
{
    REQUIRE(capResult && (unsigned)capability < NVML_NVLINK_CAP_COUNT);
    RETURN_UNLESS_GOOD(check_link(c, link));
    *capResult = link_active(c->device, (int)link, c->now.t) && capability != NVML_NVLINK_CAP_SLI_BRIDGE;
    return NVML_SUCCESS;
}

static bool bus_taken(const struct scenario *s, unsigned bus)
{
    for (int i = 0; i < s->device_count; i++)
        if (s->devices[i].id.pci.domain == 0 && s->devices[i].id.pci.bus == bus)
            return true;
    return false;
}

/* Switches lie on the first buses that no GPU is on. */
static struct pci_address address_of_switch(const struct scenario *s, int number)
{
    unsigned bus = 4;
    for (;; bus++)
        if (!bus_taken(s, bus) && number-- == 0)
            return (struct pci_address){0, bus, 0};
}

static void fill_address(nvmlPciInfo_t *pci, const struct pci_address *at)
{
    memset(pci, 0, sizeof *pci);
    pci->domain = at->domain;
    pci->bus = at->bus;
    pci->device = at->device;
    snprintf(pci->busIdLegacy, sizeof pci->busIdLegacy, "%04X:%02X:%02X.0", at->domain & 0xffff, at->bus, at->device);
    snprintf(pci->busId, sizeof pci->busId, "%08X:%02X:%02X.0", at->domain, at->bus, at->device);
}

static nvmlReturn_t remote(const struct call *c, unsigned link, nvmlPciInfo_t *pci)
{
    RETURN_UNLESS_GOOD(check_link(c, link));
    SUPPORTED_IF(link_active(c->device, (int)link, c->now.t));
    const struct nvlink *it = &c->device->id.links[link];
    struct pci_address at = it->kind == LINK_GPU ? c->scenario->devices[it->peer].id.pci : address_of_switch(c->scenario, it->peer);
    fill_address(pci, &at);
    if (it->kind == LINK_GPU && c->scenario->devices[it->peer].id.model->pci_device_id != UNKNOWN)
        pci->pciDeviceId = (unsigned)c->scenario->devices[it->peer].id.model->pci_device_id;
    else if (it->kind == LINK_SWITCH)
        pci->pciDeviceId = 0x22A310DE;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetNvLinkRemotePciInfo_v2)(struct call *c, unsigned int link, nvmlPciInfo_t *pci)
{
    REQUIRE(pci);
    return remote(c, link, pci);
}

/* The older layout is shorter: bus id, domain, bus, device, ids. */
API(nvmlDeviceGetNvLinkRemotePciInfo)(struct call *c, unsigned int link, nvmlPciInfo_t *pci)
{
    nvmlPciInfo_t whole;
    REQUIRE(pci);
    RETURN_UNLESS_GOOD(remote(c, link, &whole));
    memcpy((void *)pci, &whole, offsetof(nvmlPciInfo_t, busId));
    return NVML_SUCCESS;
}

API(nvmlDeviceGetNvLinkRemoteDeviceType)(struct call *c, unsigned int link, nvmlIntNvLinkDeviceType_t *pNvLinkDeviceType)
{
    static const nvmlIntNvLinkDeviceType_t types[] = {[LINK_NONE] = NVML_NVLINK_DEVICE_TYPE_UNKNOWN,
                                                      [LINK_GPU] = NVML_NVLINK_DEVICE_TYPE_GPU,
                                                      [LINK_SWITCH] = NVML_NVLINK_DEVICE_TYPE_SWITCH};
    REQUIRE(pNvLinkDeviceType);
    RETURN_UNLESS_GOOD(check_link(c, link));
    *pNvLinkDeviceType = types[c->device->id.links[link].kind];
    return NVML_SUCCESS;
}

API(nvmlDeviceGetNvLinkErrorCounter)(struct call *c, unsigned int link, nvmlNvLinkErrorCounter_t counter,
                                     unsigned long long *counterValue)
{
    REQUIRE(counterValue && (unsigned)counter < NVML_NVLINK_ERROR_COUNT);
    RETURN_UNLESS_GOOD(check_link(c, link));
    SUPPORTED_IF(old_link_errors(c->device->id.model));
    *counterValue = (unsigned long long)link_errors(c, link, (enum link_error)counter);
    return NVML_SUCCESS;
}

API(nvmlDeviceResetNvLinkErrorCounters)(struct call *c, unsigned int link)
{
    RETURN_UNLESS_GOOD(check_link(c, link));
    pthread_mutex_lock(&c->runtime->lock);
    c->runtime->link_errors_cleared[link] = true;
    pthread_mutex_unlock(&c->runtime->lock);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetNvLinkInfo)(struct call *c, nvmlNvLinkInfo_t *info)
{
    REQUIRE(info);
    bool v2 = CHECK_VERSION(c, info->version, nvmlNvLinkInfo_v2) == NVML_SUCCESS;
    if (!v2)
        RETURN_UNLESS_GOOD(CHECK_VERSION(c, info->version, nvmlNvLinkInfo_v1));
    SUPPORTED_IF(c->device->id.model->links > 0);
    info->isNvleEnabled = 0;
    if (v2)
        memset(&info->firmwareInfo, 0, sizeof info->firmwareInfo);
    return NVML_SUCCESS;
}

/* One mode, the best there is. */
API(nvmlDeviceGetNvlinkBwMode)(struct call *c, nvmlNvlinkGetBwMode_t *getBwMode)
{
    REQUIRE(getBwMode);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, getBwMode->version, nvmlNvlinkGetBwMode_v1));
    SUPPORTED_IF(c->device->id.model->links > 0);
    getBwMode->bIsBest = 1;
    getBwMode->bwMode = 0;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetNvlinkSupportedBwModes)(struct call *c, nvmlNvlinkSupportedBwModes_t *supportedBwMode)
{
    REQUIRE(supportedBwMode);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, supportedBwMode->version, nvmlNvlinkSupportedBwModes_v1));
    SUPPORTED_IF(c->device->id.model->links > 0);
    memset(supportedBwMode->bwModes, 0, sizeof supportedBwMode->bwModes);
    supportedBwMode->totalBwModes = 1;
    return NVML_SUCCESS;
}

API(nvmlDeviceSetNvlinkBwMode)(struct call *c, nvmlNvlinkSetBwMode_t *setBwMode)
{
    REQUIRE(setBwMode);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, setBwMode->version, nvmlNvlinkSetBwMode_v1));
    SUPPORTED_IF(c->device->id.model->links > 0);
    REQUIRE(setBwMode->bSetBest || setBwMode->bwMode == 0);
    return NVML_SUCCESS;
}

static atomic_uint system_mode;

static bool any_links(const struct scenario *s)
{
    for (int i = 0; i < s->device_count; i++)
        if (s->devices[i].id.model->links > 0)
            return true;
    return false;
}

API(nvmlSystemGetNvlinkBwMode)(struct call *c, unsigned int *nvlinkBwMode)
{
    SUPPORTED_IF(any_links(c->scenario));
    return known(atomic_load(&system_mode), nvlinkBwMode);
}

API(nvmlSystemSetNvlinkBwMode)(struct call *c, unsigned int nvlinkBwMode)
{
    SUPPORTED_IF(any_links(c->scenario));
    REQUIRE(nvlinkBwMode <= 255);
    atomic_store(&system_mode, nvlinkBwMode);
    return NVML_SUCCESS;
}

API(nvmlDeviceSetNvLinkDeviceLowPowerThreshold)(struct call *c, nvmlNvLinkPowerThres_t *info)
{
    REQUIRE(info);
    SUPPORTED_IF(c->device->id.model->links > 0);
    unsigned value = info->lowPwrThreshold;
    bool reset = value == NVML_NVLINK_LOW_POWER_THRESHOLD_RESET;
    REQUIRE(reset || (value >= NVML_NVLINK_LOW_POWER_THRESHOLD_MIN && value <= NVML_NVLINK_LOW_POWER_THRESHOLD_MAX));
    atomic_store(&c->runtime->link_threshold, reset ? 0 : value);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetC2cModeInfoV)(struct call *c, nvmlC2cModeInfo_v1_t *c2cModeInfo)
{
    REQUIRE(c2cModeInfo);
    SUPPORTED_IF(c->device->id.model->c2c_known);
    c2cModeInfo->isC2cEnabled = c->device->id.model->c2c;
    return NVML_SUCCESS;
}
