// SPDX-License-Identifier: Apache-2.0
/* An NVML whose every answer differs from every other, so that a figure taken from the wrong place shows.
 * Holds what few machines answer: virtual GPUs, confidential computing, racks, rare memory errors. */
#include "nvml_abi.h"

#include <string.h>

#define API __attribute__((visibility("default"))) nvmlReturn_t
#define EXPECT_VERSION(actual, expected) \
    if ((actual) != VERSION_##expected) return NVML_ERROR_ARGUMENT_VERSION_MISMATCH

API nvmlInit_v2(void) { return NVML_SUCCESS; }
API nvmlShutdown(void) { return NVML_SUCCESS; }

API nvmlDeviceGetHandleByIndex_v2(unsigned index, nvmlDevice_t *device)
{
    *device = (nvmlDevice_t)(unsigned long)(0x1000 + index);
    return NVML_SUCCESS;
}

/* Virtual GPUs */

API nvmlDeviceGetActiveVgpus(nvmlDevice_t device, unsigned *count, nvmlVgpuInstance_t *instances)
{
    (void)device;
    if (*count < 2) {
        *count = 2;
        return NVML_ERROR_INSUFFICIENT_SIZE;
    }
    *count = 2;
    instances[0] = 0xF0000001;
    instances[1] = 7;
    return NVML_SUCCESS;
}

API nvmlVgpuInstanceGetFbUsage(nvmlVgpuInstance_t vgpu, unsigned long long *usage)
{
    *usage = 0x100000000ULL + vgpu;
    return NVML_SUCCESS;
}

API nvmlVgpuInstanceGetType(nvmlVgpuInstance_t vgpu, nvmlVgpuTypeId_t *type)
{
    *type = vgpu + 100;
    return NVML_SUCCESS;
}

API nvmlVgpuTypeGetName(nvmlVgpuTypeId_t type, char *name, unsigned *size)
{
    if (type != 107 || *size < 64)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    strcpy(name, "GRID T4-8Q");
    *size = sizeof "GRID T4-8Q";
    return NVML_SUCCESS;
}

API nvmlVgpuInstanceGetFrameRateLimit(nvmlVgpuInstance_t vgpu, unsigned *limit)
{
    *limit = 60 + vgpu;
    return NVML_SUCCESS;
}

API nvmlVgpuInstanceGetVmID(nvmlVgpuInstance_t vgpu, char *id, unsigned size, nvmlVgpuVmIdType_t *type)
{
    if (vgpu != 7 || size < 80)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    strcpy(id, "vm-7");
    *type = NVML_VGPU_VM_ID_UUID;
    return NVML_SUCCESS;
}

API nvmlVgpuInstanceGetUUID(nvmlVgpuInstance_t vgpu, char *uuid, unsigned size)
{
    if (vgpu != 7 || size < 80)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    strcpy(uuid, "vgpu-7");
    return NVML_SUCCESS;
}

API nvmlVgpuInstanceGetLicenseStatus(nvmlVgpuInstance_t vgpu, unsigned *licensed)
{
    *licensed = vgpu == 7;
    return NVML_SUCCESS;
}

API nvmlVgpuInstanceGetGpuInstanceId(nvmlVgpuInstance_t vgpu, unsigned *id)
{
    *id = vgpu == 7 ? 3 : INVALID_GPU_INSTANCE_ID;
    return NVML_SUCCESS;
}

API nvmlDeviceGetHostVgpuMode(nvmlDevice_t device, nvmlHostVgpuMode_t *mode)
{
    (void)device;
    *mode = NVML_HOST_VGPU_MODE_SRIOV;
    return NVML_SUCCESS;
}

API nvmlDeviceGetVgpuSchedulerState(nvmlDevice_t device, nvmlVgpuSchedulerGetState_t *state)
{
    (void)device;
    state->schedulerPolicy = 2;
    state->arrMode = 1;
    return NVML_SUCCESS;
}

API nvmlDeviceGetVgpuSchedulerCapabilities(nvmlDevice_t device, nvmlVgpuSchedulerCapabilities_t *capabilities)
{
    (void)device;
    *capabilities = (nvmlVgpuSchedulerCapabilities_t){{1, 2, 3}, 30, 20, 1, 50, 60, 70, 80};
    return NVML_SUCCESS;
}

API nvmlDeviceGetGridLicensableFeatures_v4(nvmlDevice_t device, nvmlGridLicensableFeatures_t *features)
{
    (void)device;
    features->isGridLicenseSupported = 1;
    features->licensableFeaturesCount = 2;
    nvmlGridLicensableFeature_t *f = features->gridLicensableFeatures;
    f[0].featureCode = NVML_GRID_LICENSE_FEATURE_CODE_COMPUTE;
    f[0].featureState = 1;
    strcpy(f[0].licenseInfo, "info");
    strcpy(f[0].productName, "product");
    f[0].licenseExpiry = (nvmlGridLicenseExpiry_t){2027, 2, 3, 4, 5, 6, NVML_GRID_LICENSE_EXPIRY_VALID};
    f[1].featureCode = NVML_GRID_LICENSE_FEATURE_CODE_GAMING;
    f[1].featureEnabled = 1;
    f[1].licenseExpiry.status = NVML_GRID_LICENSE_EXPIRY_PERMANENT;
    return NVML_SUCCESS;
}

/* Confidential computing */

API nvmlSystemGetConfComputeState(nvmlConfComputeSystemState_t *state)
{
    *state = (nvmlConfComputeSystemState_t){2, 1, 0};
    return NVML_SUCCESS;
}

API nvmlSystemGetConfComputeSettings(nvmlSystemConfComputeSettings_t *settings)
{
    EXPECT_VERSION(settings->version, nvmlSystemConfComputeSettings_v1);
    settings->environment = 1;
    settings->ccFeature = 0;
    settings->devToolsMode = 1;
    settings->multiGpuMode = 2;
    return NVML_SUCCESS;
}

API nvmlSystemGetConfComputeCapabilities(nvmlConfComputeSystemCaps_t *capabilities)
{
    *capabilities = (nvmlConfComputeSystemCaps_t){3, 1};
    return NVML_SUCCESS;
}

API nvmlDeviceGetConfComputeMemSizeInfo(nvmlDevice_t device, nvmlConfComputeMemSizeInfo_t *info)
{
    (void)device;
    *info = (nvmlConfComputeMemSizeInfo_t){11, 12};
    return NVML_SUCCESS;
}

API nvmlDeviceGetConfComputeProtectedMemoryUsage(nvmlDevice_t device, nvmlMemory_t *memory)
{
    (void)device;
    *memory = (nvmlMemory_t){30, 20, 10};
    return NVML_SUCCESS;
}

API nvmlDeviceGetConfComputeGpuCertificate(nvmlDevice_t device, nvmlConfComputeGpuCertificate_t *certificate)
{
    (void)device;
    certificate->certChainSize = 5;
    certificate->attestationCertChainSize = 6;
    memcpy(certificate->certChain, "chain", 5);
    memcpy(certificate->attestationCertChain, "attest", 6);
    return NVML_SUCCESS;
}

API nvmlDeviceGetConfComputeGpuAttestationReport(nvmlDevice_t device, nvmlConfComputeGpuAttestationReport_t *report)
{
    (void)device;
    report->isCecAttestationReportPresent = 1;
    report->attestationReportSize = 33;
    report->cecAttestationReportSize = 3;
    memcpy(report->attestationReport, report->nonce, 32);
    report->attestationReport[32] = '!';
    memcpy(report->cecAttestationReport, "cec", 3);
    return NVML_SUCCESS;
}

API nvmlDeviceGetDramEncryptionMode(nvmlDevice_t device, nvmlDramEncryptionInfo_t *current,
                                    nvmlDramEncryptionInfo_t *pending)
{
    (void)device;
    EXPECT_VERSION(current->version, nvmlDramEncryptionInfo_v1);
    EXPECT_VERSION(pending->version, nvmlDramEncryptionInfo_v1);
    pending->encryptionState = NVML_FEATURE_ENABLED;
    return NVML_SUCCESS;
}

/* Place in the rack: device 1 has a driver that knows the first form only */

API nvmlDeviceGetPlatformInfo(nvmlDevice_t device, nvmlPlatformInfo_t *info)
{
    if (device == (nvmlDevice_t)0x1001) {
        EXPECT_VERSION(info->version, nvmlPlatformInfo_v1);
        memset(((nvmlPlatformInfo_v1_t *)info)->rackGuid, 0x22, 16);
    } else {
        EXPECT_VERSION(info->version, nvmlPlatformInfo_v2);
        memcpy(info->chassisSerialNumber, "0123456789ABCDEF", 16);
    }
    memset(info->ibGuid, 0x11, 16);
    info->slotNumber = 201;
    info->trayIndex = 202;
    info->hostId = 203;
    info->peerType = 204;
    info->moduleId = 205;
    return NVML_SUCCESS;
}

API nvmlDeviceGetNvLinkInfo(nvmlDevice_t device, nvmlNvLinkInfo_t *info)
{
    if (device == (nvmlDevice_t)0x1001) {
        EXPECT_VERSION(info->version, nvmlNvLinkInfo_v1);
    } else {
        EXPECT_VERSION(info->version, nvmlNvLinkInfo_v2);
        info->firmwareInfo.numValidEntries = 2;
        info->firmwareInfo.firmwareVersion[0] = (nvmlNvlinkFirmwareVersion_t){1, 2, 3, 4};
        info->firmwareInfo.firmwareVersion[1] = (nvmlNvlinkFirmwareVersion_t){5, 6, 7, 8};
    }
    info->isNvleEnabled = 1;
    return NVML_SUCCESS;
}

API nvmlDeviceGetNvlinkSupportedBwModes(nvmlDevice_t device, nvmlNvlinkSupportedBwModes_t *modes)
{
    (void)device;
    EXPECT_VERSION(modes->version, nvmlNvlinkSupportedBwModes_v1);
    modes->totalBwModes = 3;
    modes->bwModes[0] = 0;
    modes->bwModes[1] = 9;
    modes->bwModes[2] = 255;
    return NVML_SUCCESS;
}

API nvmlDeviceGetNvlinkBwMode(nvmlDevice_t device, nvmlNvlinkGetBwMode_t *mode)
{
    (void)device;
    EXPECT_VERSION(mode->version, nvmlNvlinkGetBwMode_v1);
    mode->bIsBest = 1;
    mode->bwMode = 254;
    return NVML_SUCCESS;
}

API nvmlDeviceGetNvLinkUtilizationCounter(nvmlDevice_t device, unsigned link, unsigned counter,
                                          unsigned long long *rx, unsigned long long *tx)
{
    (void)device;
    *rx = 1000 + link;
    *tx = 2000 + counter;
    return NVML_SUCCESS;
}

/* Memory errors */

API nvmlDeviceGetSramEccErrorStatus(nvmlDevice_t device, nvmlEccSramErrorStatus_t *status)
{
    (void)device;
    EXPECT_VERSION(status->version, nvmlEccSramErrorStatus_v1);
    *status = (nvmlEccSramErrorStatus_t){status->version, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1};
    return NVML_SUCCESS;
}

API nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(nvmlDevice_t device,
                                                     nvmlEccSramUniqueUncorrectedErrorCounts_t *counts)
{
    (void)device;
    EXPECT_VERSION(counts->version, nvmlEccSramUniqueUncorrectedErrorCounts_v1);
    counts->entryCount = 2;
    counts->entries[0] = (nvmlEccSramUniqueUncorrectedErrorEntry_v1_t){1, 2, 3, 4, 5, 1, 7};
    counts->entries[1] = (nvmlEccSramUniqueUncorrectedErrorEntry_v1_t){11, 12, 13, 14, 15, 0, 17};
    return NVML_SUCCESS;
}

API nvmlDeviceGetDetailedEccErrors(nvmlDevice_t device, nvmlMemoryErrorType_t type, nvmlEccCounterType_t counter,
                                   nvmlEccErrorCounts_t *counts)
{
    (void)device;
    *counts = (nvmlEccErrorCounts_t){type + 10, counter + 20, 30, 40};
    return NVML_SUCCESS;
}

API nvmlDeviceGetRepairStatus(nvmlDevice_t device, nvmlRepairStatus_t *status)
{
    (void)device;
    EXPECT_VERSION(status->version, nvmlRepairStatus_v1);
    status->bTpcRepairPending = 1;
    return NVML_SUCCESS;
}

API nvmlDeviceGetRowRemapperHistogram(nvmlDevice_t device, nvmlRowRemapperHistogramValues_t *values)
{
    (void)device;
    *values = (nvmlRowRemapperHistogramValues_t){1, 2, 3, 4, 5};
    return NVML_SUCCESS;
}

/* Load */

API nvmlDeviceGetClkMonStatus(nvmlDevice_t device, nvmlClkMonStatus_t *status)
{
    (void)device;
    status->bGlobalStatus = 1;
    status->clkMonListSize = 2;
    status->clkMonList[0] = (nvmlClkMonFaultInfo_t){1, 2};
    status->clkMonList[1] = (nvmlClkMonFaultInfo_t){3, 4};
    return NVML_SUCCESS;
}

API nvmlDeviceGetClockOffsets(nvmlDevice_t device, nvmlClockOffset_t *info)
{
    (void)device;
    EXPECT_VERSION(info->version, nvmlClockOffset_v1);
    info->clockOffsetMHz = -(int)info->pstate;
    info->minClockOffsetMHz = -100 - (int)info->type;
    info->maxClockOffsetMHz = 300;
    return NVML_SUCCESS;
}

API nvmlDeviceGetThermalSettings(nvmlDevice_t device, unsigned sensor, nvmlGpuThermalSettings_t *settings)
{
    (void)device;
    settings->count = sensor == NVML_THERMAL_TARGET_ALL ? 2 : 1;
    for (int i = 0; i < 2; i++) {
        settings->sensor[i].controller = i ? NVML_THERMAL_CONTROLLER_UNKNOWN : NVML_THERMAL_CONTROLLER_GPU_INTERNAL;
        settings->sensor[i].defaultMinTemp = -10 - i;
        settings->sensor[i].defaultMaxTemp = 90 + i;
        settings->sensor[i].currentTemp = 40 + i;
        settings->sensor[i].target = i ? NVML_THERMAL_TARGET_MEMORY : NVML_THERMAL_TARGET_GPU;
    }
    return NVML_SUCCESS;
}

API nvmlDeviceGetDynamicPstatesInfo(nvmlDevice_t device, nvmlGpuDynamicPstatesInfo_t *info)
{
    (void)device;
    info->utilization[0].bIsPresent = 1;
    info->utilization[0].percentage = 10;
    info->utilization[1].percentage = 11;
    info->utilization[3].bIsPresent = 1;
    info->utilization[3].percentage = 13;
    return NVML_SUCCESS;
}

API nvmlDeviceGetEncoderSessions(nvmlDevice_t device, unsigned *count, nvmlEncoderSessionInfo_t *sessions)
{
    (void)device;
    *count = 2;
    sessions[0] = (nvmlEncoderSessionInfo_t){1, 2, 3, NVML_ENCODER_QUERY_AV1, 5, 6, 7, 8};
    sessions[1] = (nvmlEncoderSessionInfo_t){11, 12, 0, 99, 15, 16, 17, 18};
    return NVML_SUCCESS;
}

API nvmlDeviceGetEncoderStats(nvmlDevice_t device, unsigned *sessions, unsigned *fps, unsigned *latency)
{
    (void)device;
    *sessions = 1;
    *fps = 2;
    *latency = 3;
    return NVML_SUCCESS;
}

API nvmlDeviceGetFBCStats(nvmlDevice_t device, nvmlFBCStats_t *stats)
{
    (void)device;
    *stats = (nvmlFBCStats_t){4, 5, 6};
    return NVML_SUCCESS;
}

API nvmlDeviceGetSamples(nvmlDevice_t device, nvmlSamplingType_t type, unsigned long long since,
                         nvmlValueType_t *valueType, unsigned *count, nvmlSample_t *samples)
{
    (void)device;
    *valueType = NVML_VALUE_TYPE_DOUBLE;
    *count = 2;
    samples[0].timeStamp = since + 1;
    samples[0].sampleValue.dVal = 0.5;
    samples[1].timeStamp = since + 2;
    samples[1].sampleValue.dVal = type;
    return NVML_SUCCESS;
}

/* Processes */

API nvmlDeviceGetRunningProcessDetailList(nvmlDevice_t device, nvmlProcessDetailList_t *list)
{
    (void)device;
    EXPECT_VERSION(list->version, nvmlProcessDetailList_v1);
    list->numProcArrayEntries = 2;
    list->procArray[0] = (nvmlProcessDetail_v1_t){100 + list->mode, 2, 3, 4, 5};
    list->procArray[1] = (nvmlProcessDetail_v1_t){6, -1ULL, -1U, -1U, -1ULL};
    return NVML_SUCCESS;
}

API nvmlDeviceGetProcessesUtilizationInfo(nvmlDevice_t device, nvmlProcessesUtilizationInfo_t *info)
{
    (void)device;
    EXPECT_VERSION(info->version, nvmlProcessesUtilizationInfo_v1);
    info->processSamplesCount = 1;
    info->procUtilArray[0] = (nvmlProcessUtilizationInfo_v1_t){info->lastSeenTimeStamp + 1, 2, 3, 4, 5, 6, 7, 8};
    return NVML_SUCCESS;
}

API nvmlDeviceGetAccountingPids(nvmlDevice_t device, unsigned *count, unsigned *pids)
{
    (void)device;
    unsigned room = *count;
    *count = 4000;
    if (room < 4000)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    for (unsigned i = 0; i < 4000; i++)
        pids[i] = i + 1;
    return NVML_SUCCESS;
}

API nvmlDeviceGetAccountingStats(nvmlDevice_t device, unsigned pid, nvmlAccountingStats_t *stats)
{
    (void)device;
    *stats = (nvmlAccountingStats_t){pid, 2, -1ULL, 4, 5, 1, {0}};
    return NVML_SUCCESS;
}

API nvmlDeviceGetAccountingStats_v2(nvmlDevice_t device, nvmlAccountingStats_v2_t *stats)
{
    (void)device;
    *stats = (nvmlAccountingStats_v2_t){stats->pid, 1, stats->pid + 2, 3, 4, 5, 6, 7, 8, 9};
    return NVML_SUCCESS;
}

/* Excluded devices */

API nvmlGetExcludedDeviceCount(unsigned *count)
{
    *count = 2;
    return NVML_SUCCESS;
}

API nvmlGetExcludedDeviceInfoByIndex(unsigned index, nvmlExcludedDeviceInfo_t *info)
{
    info->pciInfo.bus = 40 + index;
    strcpy(info->pciInfo.busId, "00000000:28:00.0");
    strcpy(info->uuid, index ? "GPU-b" : "GPU-a");
    return NVML_SUCCESS;
}

/* Power of Rubin */

API nvmlDeviceGetAdaptiveTgpModeInfo_v1(nvmlDevice_t device, nvmlAdaptiveTgpModeInfo_v1_t *info)
{
    (void)device;
    *info = (nvmlAdaptiveTgpModeInfo_v1_t){1, 1, 0, 1, 0xF0000000};
    return NVML_SUCCESS;
}
