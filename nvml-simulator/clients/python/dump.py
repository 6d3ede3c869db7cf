"""Prints everything a node agent reads from NVML as one JSON document, through the unmodified nvidia-ml-py.

The Go client prints the same keys in the same order, so that a difference of the two outputs is a difference of what the
library answered. A reading that failed is {"error": <return code>}.
"""
import json
import sys

import pynvml as nvml

SINGLE_FIELDS = {  # field id: key; scope 0, or 0xFFFFFFFF for sums over all links
    82: "memoryTemperature",
    83: "totalEnergy",
    91: "nvlinkCount",
    90: "nvlinkSpeedCommon",
    185: "powerAverage",
    186: "powerInstant",
    94: "pcieReplay",
    197: "pcieTxBytes",
    198: "pcieRxBytes",
    142: "remappedCorrectable",
    143: "remappedUncorrectable",
    144: "remapPending",
    145: "remapFailure",
    74: "powerViolation",
    75: "thermalViolation",
    193: "shutdownTlimit",
    194: "slowdownTlimit",
    196: "gpuMaxTlimit",
}
LINK_SUM_FIELDS = {138: "nvlinkDataTx", 139: "nvlinkDataRx", 140: "nvlinkRawTx", 141: "nvlinkRawRx"}
ALL_LINKS = 0xFFFFFFFF
MAX_LINKS = 18
UNKNOWN_MEMORY = 0xFFFFFFFFFFFFFFFF
CLOCKS = [("graphics", 0), ("sm", 1), ("memory", 2), ("video", 3)]
LEVELS = {0: "-", 10: "PIX", 20: "PXB", 30: "PHB", 40: "NODE", 50: "SYS"}


def reading(function, *arguments):
    """The value, or the return code as {"error": code}."""
    try:
        return function(*arguments)
    except nvml.NVMLError as failure:
        return {"error": failure.value}


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def struct_reading(keys, function, *arguments):
    """The named members of a struct; keys maps a JSON key to a member."""
    value = reading(function, *arguments)
    if isinstance(value, dict):
        return value
    return {key: int(getattr(value, member)) for key, member in keys.items()}


def tuple_reading(keys, function, *arguments):
    value = reading(function, *arguments)
    return value if isinstance(value, dict) else {key: int(part) for key, part in zip(keys, value)}


def first(function, *arguments):
    value = reading(function, *arguments)
    return value[0] if isinstance(value, (list, tuple)) else value


def memory(device):
    keys = {key: key for key in ("total", "used", "free", "reserved")}
    return struct_reading(keys, nvml.nvmlDeviceGetMemoryInfo, device, nvml.nvmlMemory_v2)


def field_value(entry):
    if entry.nvmlReturn != 0:
        return {"error": entry.nvmlReturn}
    member = {0: "dVal", 1: "uiVal", 2: "ulVal", 3: "ullVal", 4: "sllVal", 5: "siVal", 6: "usVal"}[entry.valueType]
    return getattr(entry.value, member)


def fields(device):
    ids = [(number, 0) for number in SINGLE_FIELDS] + [(number, ALL_LINKS) for number in LINK_SUM_FIELDS]
    entries = reading(nvml.nvmlDeviceGetFieldValues, device, ids)
    if isinstance(entries, dict):
        return entries
    names = {**SINGLE_FIELDS, **LINK_SUM_FIELDS}
    return {names[entry.fieldId]: field_value(entry) for entry in entries}


def ecc(device):
    result = {}
    for kind, error_type in (("Corrected", 0), ("Uncorrected", 1)):
        for span, counter in (("volatile", 0), ("aggregate", 1)):
            result[span + kind] = reading(nvml.nvmlDeviceGetTotalEccErrors, device, error_type, counter)
    return result


def retired_pages(device):
    result = {}
    for key, cause in (("singleBit", 0), ("doubleBit", 1)):
        pages = reading(nvml.nvmlDeviceGetRetiredPages, device, cause)
        result[key] = pages if isinstance(pages, dict) else len(list(pages))
    result["pending"] = reading(nvml.nvmlDeviceGetRetiredPagesPendingStatus, device)
    return result


def nvlink(device, link):
    state = reading(nvml.nvmlDeviceGetNvLinkState, device, link)
    if isinstance(state, dict):
        return {"state": state}
    remote = reading(nvml.nvmlDeviceGetNvLinkRemotePciInfo, device, link)
    return {
        "state": state,
        "version": reading(nvml.nvmlDeviceGetNvLinkVersion, device, link),
        "remoteType": reading(nvml.nvmlDeviceGetNvLinkRemoteDeviceType, device, link),
        "remoteBusId": remote if isinstance(remote, dict) else text(remote.busId),
        "replayErrors": reading(nvml.nvmlDeviceGetNvLinkErrorCounter, device, link, 0),
        "recoveryErrors": reading(nvml.nvmlDeviceGetNvLinkErrorCounter, device, link, 1),
        "crcFlitErrors": reading(nvml.nvmlDeviceGetNvLinkErrorCounter, device, link, 2),
    }


def fabric(device):
    """The newest struct the driver knows: version 3 came with driver 580, and older ones refuse it."""
    info = nvml.c_nvmlGpuFabricInfo_v3_t()
    failure = reading(nvml.nvmlDeviceGetGpuFabricInfoV, device, nvml.byref(info))
    if failure == {"error": nvml.NVML_ERROR_ARGUMENT_VERSION_MISMATCH}:
        info = nvml.c_nvmlGpuFabricInfo_v2_t()
        failure = reading(nvml.nvmlDeviceGetGpuFabricInfoV, device, nvml.byref(info))
    if isinstance(failure, dict):
        return failure
    return {
        "state": info.state,
        "status": info.status,
        "clusterUuid": bytes(info.clusterUuid).hex(),
        "cliqueId": info.cliqueId,
        "healthMask": info.healthMask,
        "healthSummary": getattr(info, "healthSummary", None),
    }


def processes(device):
    result = []
    for kind, function in (("compute", nvml.nvmlDeviceGetComputeRunningProcesses_v3),
                           ("graphics", nvml.nvmlDeviceGetGraphicsRunningProcesses_v3),
                           ("mps", nvml.nvmlDeviceGetMPSComputeRunningProcesses_v3)):
        listed = reading(function, device)
        if isinstance(listed, dict):
            result.append({"kind": kind, "error": listed["error"]})
            continue
        for entry in sorted(listed, key=lambda process: (process.pid, process.gpuInstanceId, process.computeInstanceId)):
            used = entry.usedGpuMemory
            result.append({
                "kind": kind,
                "pid": entry.pid,
                "name": text(reading(nvml.nvmlSystemGetProcessName, entry.pid)),
                "memory": None if used in (None, UNKNOWN_MEMORY) else used,
                "gpuInstance": entry.gpuInstanceId,
                "computeInstance": entry.computeInstanceId,
            })
    return result


def process_utilization(device):
    samples = reading(nvml.nvmlDeviceGetProcessUtilization, device, 0)
    if isinstance(samples, dict):
        return [] if samples["error"] == 0 else samples
    keys = {"pid": "pid", "timestamp": "timeStamp", "sm": "smUtil", "memory": "memUtil", "encoder": "encUtil", "decoder": "decUtil"}
    return [{key: getattr(sample, member) for key, member in keys.items()} for sample in samples]


def mig_device(device):
    attributes = {
        "multiprocessors": "multiprocessorCount", "copyEngines": "sharedCopyEngineCount", "decoders": "sharedDecoderCount",
        "encoders": "sharedEncoderCount", "jpeg": "sharedJpegCount", "ofa": "sharedOfaCount", "gpuSlices": "gpuInstanceSliceCount",
        "computeSlices": "computeInstanceSliceCount", "memoryMiB": "memorySizeMB",
    }
    return {
        "uuid": text(reading(nvml.nvmlDeviceGetUUID, device)),
        "name": text(reading(nvml.nvmlDeviceGetName, device)),
        "gpuInstance": reading(nvml.nvmlDeviceGetGpuInstanceId, device),
        "computeInstance": reading(nvml.nvmlDeviceGetComputeInstanceId, device),
        "attributes": struct_reading(attributes, nvml.nvmlDeviceGetAttributes_v2, device),
        "memory": memory(device),
        "processes": processes(device),
    }


def mig_devices(device):
    count = reading(nvml.nvmlDeviceGetMaxMigDeviceCount, device)
    if isinstance(count, dict):
        return count
    found = []
    for index in range(count):
        handle = reading(nvml.nvmlDeviceGetMigDeviceHandleByIndex, device, index)
        if not isinstance(handle, dict):
            found.append(mig_device(handle))
    return found


def gpu(index):
    device = reading(nvml.nvmlDeviceGetHandleByIndex, index)
    if isinstance(device, dict):
        return {"index": index, "handle": device}
    pci = reading(nvml.nvmlDeviceGetPciInfo, device)
    affinity = reading(nvml.nvmlDeviceGetCpuAffinity, device, 16)
    nodes = reading(nvml.nvmlDeviceGetMemoryAffinity, device, 4, 0)
    return {
        "index": index,
        "name": text(reading(nvml.nvmlDeviceGetName, device)),
        "brand": reading(nvml.nvmlDeviceGetBrand, device),
        "architecture": reading(nvml.nvmlDeviceGetArchitecture, device),
        "computeCapability": tuple_reading(("major", "minor"), nvml.nvmlDeviceGetCudaComputeCapability, device),
        "uuid": text(reading(nvml.nvmlDeviceGetUUID, device)),
        "serial": text(reading(nvml.nvmlDeviceGetSerial, device)),
        "busId": pci if isinstance(pci, dict) else text(pci.busId),
        "pciDeviceId": pci if isinstance(pci, dict) else pci.pciDeviceId,
        "minor": reading(nvml.nvmlDeviceGetMinorNumber, device),
        "moduleId": reading(lambda: nvml.nvmlDeviceGetModuleId(device, nvml.c_uint())),
        "boardPartNumber": text(reading(nvml.nvmlDeviceGetBoardPartNumber, device)),
        "vbios": text(reading(nvml.nvmlDeviceGetVbiosVersion, device)),
        "cpuAffinity": affinity if isinstance(affinity, dict) else list(affinity),
        "memoryAffinity": nodes if isinstance(nodes, dict) else list(nodes),
        "numaNode": reading(nvml.nvmlDeviceGetNumaNodeId, device),
        "computeMode": reading(nvml.nvmlDeviceGetComputeMode, device),
        "persistence": reading(nvml.nvmlDeviceGetPersistenceMode, device),
        "memory": memory(device),
        "bar1": struct_reading({"total": "bar1Total", "used": "bar1Used"}, nvml.nvmlDeviceGetBAR1MemoryInfo, device),
        "utilization": struct_reading({"gpu": "gpu", "memory": "memory"}, nvml.nvmlDeviceGetUtilizationRates, device),
        "encoder": first(nvml.nvmlDeviceGetEncoderUtilization, device),
        "decoder": first(nvml.nvmlDeviceGetDecoderUtilization, device),
        "temperature": reading(nvml.nvmlDeviceGetTemperature, device, 0),
        "fans": reading(nvml.nvmlDeviceGetNumFans, device),
        "power": reading(nvml.nvmlDeviceGetPowerUsage, device),
        "powerLimit": reading(nvml.nvmlDeviceGetEnforcedPowerLimit, device),
        "powerLimits": tuple_reading(("min", "max"), nvml.nvmlDeviceGetPowerManagementLimitConstraints, device),
        "energy": reading(nvml.nvmlDeviceGetTotalEnergyConsumption, device),
        "performanceState": reading(nvml.nvmlDeviceGetPerformanceState, device),
        "clockEventReasons": reading(nvml.nvmlDeviceGetCurrentClocksEventReasons, device),
        "clocks": {key: reading(nvml.nvmlDeviceGetClockInfo, device, kind) for key, kind in CLOCKS},
        "maxClocks": {key: reading(nvml.nvmlDeviceGetMaxClockInfo, device, kind) for key, kind in CLOCKS},
        "pcie": {
            "generation": reading(nvml.nvmlDeviceGetCurrPcieLinkGeneration, device),
            "width": reading(nvml.nvmlDeviceGetCurrPcieLinkWidth, device),
            "maxGeneration": reading(nvml.nvmlDeviceGetMaxPcieLinkGeneration, device),
            "maxWidth": reading(nvml.nvmlDeviceGetMaxPcieLinkWidth, device),
            "replay": reading(nvml.nvmlDeviceGetPcieReplayCounter, device),
        },
        "eccMode": tuple_reading(("current", "pending"), nvml.nvmlDeviceGetEccMode, device),
        "ecc": ecc(device),
        "remappedRows": tuple_reading(("correctable", "uncorrectable", "pending", "failure"), nvml.nvmlDeviceGetRemappedRows, device),
        "retiredPages": retired_pages(device),
        "fields": fields(device),
        "nvlinks": [nvlink(device, link) for link in range(MAX_LINKS)],
        "fabric": fabric(device),
        "migMode": tuple_reading(("current", "pending"), nvml.nvmlDeviceGetMigMode, device),
        "mig": mig_devices(device),
        "processes": processes(device),
        "processUtilization": process_utilization(device),
    }


def active_links(entry):
    return [link for link in entry.get("nvlinks", []) if link["state"] == 1]


def topology_cell(first_gpu, second_gpu):
    """The cell of `nvidia-smi topo -m`: NVLinks count, else the PCIe level."""
    if first_gpu is second_gpu:
        return "X"
    direct = sum(link["remoteBusId"] == second_gpu.get("busId") for link in active_links(first_gpu))
    switched = min(sum(link["remoteType"] == 2 for link in active_links(entry)) for entry in (first_gpu, second_gpu))
    if direct or switched:
        return f"NV{direct or switched}"
    handles = [reading(nvml.nvmlDeviceGetHandleByIndex, entry["index"]) for entry in (first_gpu, second_gpu)]
    if any(isinstance(handle, dict) for handle in handles):
        return "?"
    level = reading(nvml.nvmlDeviceGetTopologyCommonAncestor, *handles)
    return "?" if isinstance(level, dict) else LEVELS[level]


def document():
    try:
        nvml.nvmlInit()
    except nvml.NVMLError as failure:
        return {"init": failure.value}
    count = nvml.nvmlDeviceGetCount()
    gpus = [gpu(index) for index in range(count)]
    return {
        "init": 0,
        "driver": {
            "version": text(nvml.nvmlSystemGetDriverVersion()),
            "nvml": text(nvml.nvmlSystemGetNVMLVersion()),
            "cuda": nvml.nvmlSystemGetCudaDriverVersion_v2(),
            "devices": count,
        },
        "gpus": gpus,
        "topology": [[topology_cell(one, other) for other in gpus] for one in gpus],
    }


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=1)
    print()
