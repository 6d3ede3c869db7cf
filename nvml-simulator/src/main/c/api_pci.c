// SPDX-License-Identifier: Apache-2.0
/* Where a device is on the PCI bus, in every layout the structure has had. */
#include "nvml_calls.h"

#include <stdio.h>
#include <string.h>

/* The layouts of PCI information that the symbols without and with _v2 fill. */
struct pci_info_v1 {
    char busId[16];
    unsigned domain, bus, device, pciDeviceId;
};
struct pci_info_v2 {
    struct pci_info_v1 base;
    unsigned pciSubSystemId, reserved[4];
};

static const struct identity *id_of(const struct call *c)
{
    return &c->device->id;
}

API(nvmlDeviceGetBoardId)(struct call *c, unsigned int *boardId)
{
    REQUIRE(boardId);
    const struct pci_address *pci = &id_of(c)->pci;
    *boardId = pci->domain << 16 | pci->bus << 8 | pci->device;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetPciInfo_v3)(struct call *c, nvmlPciInfo_t *pci)
{
    const struct identity *id = id_of(c);
    REQUIRE(pci);
    memset(pci, 0, sizeof *pci);
    snprintf(pci->busIdLegacy, sizeof pci->busIdLegacy, "%04X:%02X:%02X.0", id->pci.domain & 0xffff, id->pci.bus, id->pci.device);
    snprintf(pci->busId, sizeof pci->busId, "%08X:%02X:%02X.0", id->pci.domain, id->pci.bus, id->pci.device);
    pci->domain = id->pci.domain;
    pci->bus = id->pci.bus;
    pci->device = id->pci.device;
    pci->pciDeviceId = or_zero(id->model->pci_device_id);
    pci->pciSubSystemId = or_zero(id->model->pci_subsystem_id);
    return NVML_SUCCESS;
}

static struct pci_info_v2 old_pci_info(struct call *c)
{
    nvmlPciInfo_t pci;
    struct pci_info_v2 old = {0};
    sim_nvmlDeviceGetPciInfo_v3(c, &pci);
    memcpy(old.base.busId, pci.busIdLegacy, sizeof old.base.busId);
    old.base.domain = pci.domain;
    old.base.bus = pci.bus;
    old.base.device = pci.device;
    old.base.pciDeviceId = pci.pciDeviceId;
    old.pciSubSystemId = pci.pciSubSystemId;
    return old;
}

API(nvmlDeviceGetPciInfo_v2)(struct call *c, nvmlPciInfo_t *pci)
{
    REQUIRE(pci);
    struct pci_info_v2 old = old_pci_info(c);
    memcpy((void *)pci, &old, sizeof old);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetPciInfo)(struct call *c, nvmlPciInfo_t *pci)
{
    REQUIRE(pci);
    struct pci_info_v2 old = old_pci_info(c);
    memcpy((void *)pci, &old.base, sizeof old.base);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetPciInfoExt)(struct call *c, nvmlPciInfoExt_t *pci)
{
    nvmlPciInfo_t plain;
    REQUIRE(pci);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, pci->version, nvmlPciInfoExt_v1));
    RETURN_UNLESS_GOOD(sim_nvmlDeviceGetPciInfo_v3(c, &plain));
    pci->domain = plain.domain;
    pci->bus = plain.bus;
    pci->device = plain.device;
    pci->pciDeviceId = plain.pciDeviceId;
    pci->pciSubSystemId = plain.pciSubSystemId;
    pci->baseClass = 3; /* display controller */
    pci->subClass = 2;  /* 3D, without a display */
    memcpy(pci->busId, plain.busId, sizeof pci->busId);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetBusType)(struct call *c, nvmlBusType_t *type)
{
    (void)c;
    return known(NVML_BUS_TYPE_PCIE, type);
}
