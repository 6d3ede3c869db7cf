// SPDX-License-Identifier: Apache-2.0
/* The node: driver, versions, excluded devices, process names. */
#include "nvml_calls.h"

#include <string.h>

API(nvmlSystemGetDriverVersion)(struct call *c, char *version, unsigned int length)
{
    return copy_text(version, length, c->scenario->driver.version);
}

API(nvmlSystemGetNVMLVersion)(struct call *c, char *version, unsigned int length)
{
    return copy_text(version, length, c->scenario->driver.nvml);
}

API(nvmlSystemGetCudaDriverVersion)(struct call *c, int *cudaDriverVersion)
{
    REQUIRE(cudaDriverVersion);
    *cudaDriverVersion = c->scenario->driver.cuda;
    return NVML_SUCCESS;
}

API(nvmlSystemGetCudaDriverVersion_v2)(struct call *c, int *cudaDriverVersion)
{
    return sim_nvmlSystemGetCudaDriverVersion(c, cudaDriverVersion);
}

API(nvmlSystemGetDriverBranch)(struct call *c, nvmlSystemDriverBranchInfo_t *branchInfo, unsigned int length)
{
    REQUIRE(branchInfo);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, branchInfo->version, nvmlSystemDriverBranchInfo_v1));
    unsigned room = length < sizeof branchInfo->branch ? length : (unsigned)sizeof branchInfo->branch;
    return copy_text(branchInfo->branch, room, c->scenario->driver.branch);
}

/* A name cut to the buffer, as for a real process. */
static nvmlReturn_t cut_text(char *out, unsigned length, const char *text)
{
    REQUIRE(out && length);
    size_t size = strlen(text);
    if (size >= length)
        size = length - 1;
    memcpy(out, text, size);
    out[size] = 0;
    return NVML_SUCCESS;
}

API(nvmlSystemGetProcessName)(struct call *c, unsigned int pid, char *name, unsigned int length)
{
    REQUIRE(name && length);
    for (int i = 0; i < c->scenario->device_count; i++) {
        const struct play *play = &c->scenario->devices[i].play;
        for (int p = 0; p < play->process_count; p++)
            if (play->processes[p].pid == pid && process_runs(&play->processes[p], c->now.t))
                return cut_text(name, length, play->processes[p].name);
    }
    return NVML_ERROR_NOT_FOUND;
}

API(nvmlGetExcludedDeviceCount)(struct call *c, unsigned int *deviceCount)
{
    (void)c;
    REQUIRE(deviceCount);
    *deviceCount = 0;
    return NVML_SUCCESS;
}

/* There are none, so every index is out of range. */
API(nvmlGetExcludedDeviceInfoByIndex)(struct call *c, unsigned int index, nvmlExcludedDeviceInfo_t *info)
{
    (void)c, (void)index, (void)info;
    return NVML_ERROR_INVALID_ARGUMENT;
}

API(nvmlGetBlacklistDeviceCount)(struct call *c, unsigned int *deviceCount)
{
    return sim_nvmlGetExcludedDeviceCount(c, deviceCount);
}

API(nvmlGetBlacklistDeviceInfoByIndex)(struct call *c, unsigned int index, nvmlExcludedDeviceInfo_t *info)
{
    return sim_nvmlGetExcludedDeviceInfoByIndex(c, index, info);
}

/* S-class units: a node of this kind has none. */
API(nvmlUnitGetCount)(struct call *c, unsigned int *unitCount)
{
    return sim_nvmlGetExcludedDeviceCount(c, unitCount);
}

API(nvmlUnitGetHandleByIndex)(struct call *c, unsigned int index, nvmlUnit_t *unit)
{
    (void)c, (void)index, (void)unit;
    return NVML_ERROR_INVALID_ARGUMENT;
}
