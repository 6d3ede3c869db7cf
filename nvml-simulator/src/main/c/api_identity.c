// SPDX-License-Identifier: Apache-2.0
/* What a device is. */
#include "nvml_calls.h"

#include <stdio.h>
#include <string.h>

static const struct identity *id_of(const struct call *c)
{
    return &c->device->id;
}

API(nvmlDeviceGetName)(struct call *c, char *name, unsigned int length)
{
    char text[NVML_DEVICE_NAME_V2_BUFFER_SIZE];
    const struct model *model = id_of(c)->model;
    if (c->kind == HANDLE_GPU)
        return copy_text(name, length, model->name);
    const struct mig_profile *profile = &model->profiles[c->instance.profile];
    int slices = c->instance.compute[c->compute].slices;
    if (slices == profile->slices)
        snprintf(text, sizeof text, "%s MIG %s", model->name, profile->name);
    else
        snprintf(text, sizeof text, "%s MIG %dc.%s", model->name, slices, profile->name);
    return copy_text(name, length, text);
}

API(nvmlDeviceGetUUID)(struct call *c, char *uuid, unsigned int length)
{
    return copy_text(uuid, length, c->kind == HANDLE_GPU ? id_of(c)->uuid : c->instance.compute[c->compute].uuid);
}

API(nvmlDeviceGetSerial)(struct call *c, char *serial, unsigned int length)
{
    return copy_text(serial, length, id_of(c)->serial);
}

API(nvmlDeviceGetBrand)(struct call *c, nvmlBrandType_t *type)
{
    return known(id_of(c)->model->brand, (unsigned *)type);
}

API(nvmlDeviceGetArchitecture)(struct call *c, nvmlDeviceArchitecture_t *arch)
{
    return known(id_of(c)->model->architecture, arch);
}

API(nvmlDeviceGetBoardPartNumber)(struct call *c, char *partNumber, unsigned int length)
{
    return copy_text(partNumber, length, id_of(c)->model->part_number);
}

API(nvmlDeviceGetMultiGpuBoard)(struct call *c, unsigned int *multiGpuBool)
{
    return known(id_of(c) ? 0 : 1, multiGpuBool);
}

API(nvmlDeviceGetMinorNumber)(struct call *c, unsigned int *minorNumber)
{
    return known(id_of(c)->minor, minorNumber);
}

API(nvmlDeviceGetModuleId)(struct call *c, unsigned int *moduleId)
{
    return known(id_of(c)->module_id, moduleId);
}

API(nvmlDeviceGetVbiosVersion)(struct call *c, char *version, unsigned int length)
{
    return copy_text(version, length, id_of(c)->model->vbios);
}

API(nvmlDeviceGetInforomImageVersion)(struct call *c, char *version, unsigned int length)
{
    return copy_text(version, length, id_of(c)->model->inforom);
}

API(nvmlDeviceGetInforomVersion)(struct call *c, nvmlInforomObject_t object, char *version, unsigned int length)
{
    REQUIRE(version && (unsigned)object < NVML_INFOROM_COUNT);
    SUPPORTED_IF(id_of(c)->model->inforom);
    if (object == NVML_INFOROM_OEM)
        return copy_text(version, length, "2.1");
    SUPPORTED_IF(object == NVML_INFOROM_ECC && id_of(c)->model->ecc_known);
    return copy_text(version, length, id_of(c)->model->architecture >= NVML_DEVICE_ARCH_HOPPER ? "7.16" : "6.16");
}

/* The same for the same image, as the configuration of a real board is. */
API(nvmlDeviceGetInforomConfigurationChecksum)(struct call *c, unsigned int *checksum)
{
    const char *image = id_of(c)->model->inforom;
    REQUIRE(checksum);
    SUPPORTED_IF(image);
    *checksum = 2166136261u;
    for (; *image; image++)
        *checksum = (*checksum ^ (unsigned char)*image) * 16777619u;
    return NVML_SUCCESS;
}

API(nvmlDeviceValidateInforom)(struct call *c)
{
    SUPPORTED_IF(id_of(c)->model->inforom);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetCudaComputeCapability)(struct call *c, int *major, int *minor)
{
    REQUIRE(minor);
    RETURN_UNLESS_GOOD(known(id_of(c)->model->cuda_major, (unsigned *)major));
    return known(id_of(c)->model->cuda_minor, (unsigned *)minor);
}

/* FP32 cores: 64 to an SM on the boards of data centres up to GA100, 128 since. */
API(nvmlDeviceGetNumGpuCores)(struct call *c, unsigned int *numCores)
{
    const struct model *m = id_of(c)->model;
    RETURN_UNLESS_GOOD(known(m->sm_count, numCores));
    bool few = m->architecture <= NVML_DEVICE_ARCH_TURING || (m->cuda_major == 8 && m->cuda_minor == 0);
    *numCores *= few ? 64 : 128;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetMemoryBusWidth)(struct call *c, unsigned int *busWidth)
{
    return known(id_of(c)->model->bus_width, busWidth);
}

API(nvmlDeviceGetIrqNum)(struct call *c, unsigned int *irqNum)
{
    return known(128 + c->ordinal, irqNum);
}

/* Firmware of the GPU system processor: the driver's version, on by default from Turing on. */
API(nvmlDeviceGetGspFirmwareVersion)(struct call *c, char *version)
{
    SUPPORTED_IF(id_of(c)->model->architecture >= NVML_DEVICE_ARCH_TURING);
    return copy_text(version, NVML_GSP_FIRMWARE_VERSION_BUF_SIZE, c->scenario->driver.version);
}

API(nvmlDeviceGetGspFirmwareMode)(struct call *c, unsigned int *isEnabled, unsigned int *defaultMode)
{
    REQUIRE(isEnabled && defaultMode);
    *isEnabled = *defaultMode = id_of(c)->model->architecture >= NVML_DEVICE_ARCH_TURING;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetVirtualizationMode)(struct call *c, nvmlGpuVirtualizationMode_t *pVirtualMode)
{
    (void)c;
    return known(NVML_GPU_VIRTUALIZATION_MODE_NONE, (unsigned *)pVirtualMode);
}

API(nvmlDeviceGetPdi)(struct call *c, nvmlPdi_t *pdi)
{
    REQUIRE(pdi);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, pdi->version, nvmlPdi_v1));
    pdi->value = 14695981039346656037u;
    for (const char *uuid = id_of(c)->uuid; *uuid; uuid++)
        pdi->value = (pdi->value ^ (unsigned char)*uuid) * 1099511628211u;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetCapabilities)(struct call *c, nvmlDeviceCapabilities_t *caps)
{
    REQUIRE(caps);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, caps->version, nvmlDeviceCapabilities_v1));
    caps->capMask = id_of(c)->model->c2c ? NVML_DEV_CAP_EGM : 0;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetAddressingMode)(struct call *c, nvmlDeviceAddressingMode_t *mode)
{
    REQUIRE(mode);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, mode->version, nvmlDeviceAddressingMode_v1));
    return known(id_of(c)->model->addressing, &mode->value);
}

/* From 590 on the driver has dropped the question. */
API(nvmlDeviceGetDisplayMode)(struct call *c, nvmlEnableState_t *display)
{
    if (driver_has(c, 590))
        return NVML_ERROR_DEPRECATED;
    return known(NVML_FEATURE_DISABLED, (unsigned *)display);
}

API(nvmlDeviceGetDisplayActive)(struct call *c, nvmlEnableState_t *isActive)
{
    (void)c;
    return known(NVML_FEATURE_DISABLED, (unsigned *)isActive);
}

API(nvmlDeviceGetRepairStatus)(struct call *c, nvmlRepairStatus_t *repairStatus)
{
    REQUIRE(repairStatus);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, repairStatus->version, nvmlRepairStatus_v1));
    repairStatus->bChannelRepairPending = repairStatus->bTpcRepairPending = 0;
    return NVML_SUCCESS;
}

/* Set when a row remap has failed: there are no spare rows left. */
API(nvmlDeviceGetUnrepairableMemoryFlag_v1)(struct call *c, nvmlUnrepairableMemoryStatus_v1_t *unrepairableMemoryStatus)
{
    REQUIRE(unrepairableMemoryStatus);
    unrepairableMemoryStatus->bUnrepairableMemory = c->device->play.counters.remap_failure > 0;
    return NVML_SUCCESS;
}

/* The host sets the name; nobody has. */
API(nvmlDeviceGetHostname_v1)(struct call *c, nvmlHostname_v1_t *hostname)
{
    (void)c;
    REQUIRE(hostname);
    memset(hostname, 0, sizeof *hostname);
    return NVML_SUCCESS;
}

/* No vGPU software, so no licences; the four symbols differ in the size of entries that are not there. */
static nvmlReturn_t no_licences(nvmlGridLicensableFeatures_t *features)
{
    REQUIRE(features);
    features->isGridLicenseSupported = 0;
    features->licensableFeaturesCount = 0;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetGridLicensableFeatures)(struct call *c, nvmlGridLicensableFeatures_t *pGridLicensableFeatures)
{
    (void)c;
    return no_licences(pGridLicensableFeatures);
}

API(nvmlDeviceGetGridLicensableFeatures_v2)(struct call *c, nvmlGridLicensableFeatures_t *pGridLicensableFeatures)
{
    (void)c;
    return no_licences(pGridLicensableFeatures);
}

API(nvmlDeviceGetGridLicensableFeatures_v3)(struct call *c, nvmlGridLicensableFeatures_t *pGridLicensableFeatures)
{
    (void)c;
    return no_licences(pGridLicensableFeatures);
}

API(nvmlDeviceGetGridLicensableFeatures_v4)(struct call *c, nvmlGridLicensableFeatures_t *pGridLicensableFeatures)
{
    (void)c;
    return no_licences(pGridLicensableFeatures);
}
