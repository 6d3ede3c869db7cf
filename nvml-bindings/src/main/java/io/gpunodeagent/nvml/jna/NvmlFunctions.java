// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * The C functions of {@code libnvidia-ml.so.1}, bound by JNA's direct mapping.
 *
 * <p>Names are the exported symbols (with suffix, because the header renames them by macro and JNA
 * sees no macros). Handles and pointers are passed as {@code long}, {@code unsigned int} and
 * enumerations as {@code int}: no conversion, no allocation. Every function returns an {@code
 * nvmlReturn_t}. A symbol that the library lacks returns 13 ({@code
 * NVML_ERROR_FUNCTION_NOT_FOUND}), see {@link NvmlLibrary}. Calling any of them while no library is
 * registered throws {@link UnsatisfiedLinkError}.
 */
public final class NvmlFunctions {
  private NvmlFunctions() {}

  // library, driver, versions
  public static native int nvmlInit_v2();

  public static native int nvmlShutdown();

  public static native int nvmlSystemGetDriverVersion(long version, int length);

  public static native int nvmlSystemGetNVMLVersion(long version, int length);

  public static native int nvmlSystemGetCudaDriverVersion_v2(long cudaDriverVersion);

  public static native int nvmlSystemGetCudaDriverVersion(long cudaDriverVersion);

  public static native int nvmlSystemGetDriverBranch(long branchInfo, int length);

  public static native int nvmlSystemGetProcessName(int pid, long name, int length);

  public static native int nvmlGetExcludedDeviceCount(long deviceCount);

  public static native int nvmlGetExcludedDeviceInfoByIndex(int index, long info);

  // enumeration and identity
  public static native int nvmlDeviceGetCount_v2(long deviceCount);

  public static native int nvmlDeviceGetHandleByIndex_v2(int index, long device);

  public static native int nvmlDeviceGetHandleByUUID(long uuid, long device);

  public static native int nvmlDeviceGetHandleByPciBusId_v2(long pciBusId, long device);

  public static native int nvmlDeviceGetIndex(long device, long index);

  public static native int nvmlDeviceGetName(long device, long name, int length);

  public static native int nvmlDeviceGetBrand(long device, long type);

  public static native int nvmlDeviceGetArchitecture(long device, long arch);

  public static native int nvmlDeviceGetUUID(long device, long uuid, int length);

  public static native int nvmlDeviceGetSerial(long device, long serial, int length);

  public static native int nvmlDeviceGetBoardPartNumber(long device, long partNumber, int length);

  public static native int nvmlDeviceGetBoardId(long device, long boardId);

  public static native int nvmlDeviceGetMultiGpuBoard(long device, long multiGpuBool);

  public static native int nvmlDeviceGetMinorNumber(long device, long minorNumber);

  public static native int nvmlDeviceGetModuleId(long device, long moduleId);

  public static native int nvmlDeviceGetPciInfo_v3(long device, long pci);

  public static native int nvmlDeviceGetPciInfoExt(long device, long pci);

  public static native int nvmlDeviceGetVbiosVersion(long device, long version, int length);

  public static native int nvmlDeviceGetInforomImageVersion(long device, long version, int length);

  public static native int nvmlDeviceGetInforomVersion(
      long device, int object, long version, int length);

  public static native int nvmlDeviceGetInforomConfigurationChecksum(long device, long checksum);

  public static native int nvmlDeviceValidateInforom(long device);

  public static native int nvmlDeviceGetCudaComputeCapability(long device, long major, long minor);

  public static native int nvmlDeviceGetNumGpuCores(long device, long numCores);

  public static native int nvmlDeviceGetMemoryBusWidth(long device, long busWidth);

  public static native int nvmlDeviceGetBusType(long device, long type);

  public static native int nvmlDeviceGetIrqNum(long device, long irqNum);

  public static native int nvmlDeviceGetGspFirmwareVersion(long device, long version);

  public static native int nvmlDeviceGetGspFirmwareMode(
      long device, long isEnabled, long defaultMode);

  public static native int nvmlDeviceGetVirtualizationMode(long device, long pVirtualMode);

  public static native int nvmlDeviceGetPdi(long device, long pdi);

  public static native int nvmlDeviceGetCapabilities(long device, long caps);

  public static native int nvmlDeviceGetAddressingMode(long device, long mode);

  public static native int nvmlDeviceGetDisplayMode(long device, long display);

  public static native int nvmlDeviceGetDisplayActive(long device, long isActive);

  public static native int nvmlDeviceGetRepairStatus(long device, long repairStatus);

  public static native int nvmlDeviceGetUnrepairableMemoryFlag_v1(
      long device, long unrepairableMemoryStatus);

  public static native int nvmlDeviceGetHostname_v1(long device, long hostname);

  // utilization
  public static native int nvmlDeviceGetUtilizationRates(long device, long utilization);

  public static native int nvmlDeviceGetEncoderUtilization(
      long device, long utilization, long samplingPeriodUs);

  public static native int nvmlDeviceGetDecoderUtilization(
      long device, long utilization, long samplingPeriodUs);

  public static native int nvmlDeviceGetJpgUtilization(
      long device, long utilization, long samplingPeriodUs);

  public static native int nvmlDeviceGetOfaUtilization(
      long device, long utilization, long samplingPeriodUs);

  public static native int nvmlDeviceGetEncoderStats(
      long device, long sessionCount, long averageFps, long averageLatency);

  public static native int nvmlDeviceGetEncoderSessions(
      long device, long sessionCount, long sessionInfos);

  public static native int nvmlDeviceGetFBCStats(long device, long fbcStats);

  public static native int nvmlDeviceGetSamples(
      long device,
      int type,
      long lastSeenTimeStamp,
      long sampleValType,
      long sampleCount,
      long samples);

  public static native int nvmlDeviceGetDynamicPstatesInfo(long device, long pDynamicPstatesInfo);

  public static native int nvmlDeviceGetPerformanceState(long device, long pState);

  // memory
  public static native int nvmlDeviceGetMemoryInfo(long device, long memory);

  public static native int nvmlDeviceGetMemoryInfo_v2(long device, long memory);

  public static native int nvmlDeviceGetBAR1MemoryInfo(long device, long bar1Memory);

  public static native int nvmlDeviceGetMemoryLimits_v1(long device, long limits);

  // clocks
  public static native int nvmlDeviceGetClockInfo(long device, int type, long clock);

  public static native int nvmlDeviceGetClock(
      long device, int clockType, int clockId, long clockMHz);

  public static native int nvmlDeviceGetMaxClockInfo(long device, int type, long clock);

  public static native int nvmlDeviceGetMaxCustomerBoostClock(
      long device, int clockType, long clockMHz);

  public static native int nvmlDeviceGetApplicationsClock(
      long device, int clockType, long clockMHz);

  public static native int nvmlDeviceGetDefaultApplicationsClock(
      long device, int clockType, long clockMHz);

  public static native int nvmlDeviceGetSupportedMemoryClocks(
      long device, long count, long clocksMHz);

  public static native int nvmlDeviceGetSupportedGraphicsClocks(
      long device, int memoryClockMHz, long count, long clocksMHz);

  public static native int nvmlDeviceGetCurrentClocksEventReasons(
      long device, long clocksEventReasons);

  public static native int nvmlDeviceGetCurrentClocksThrottleReasons(
      long device, long clocksThrottleReasons);

  public static native int nvmlDeviceGetSupportedClocksEventReasons(
      long device, long supportedClocksEventReasons);

  public static native int nvmlDeviceGetSupportedClocksThrottleReasons(
      long device, long supportedClocksThrottleReasons);

  public static native int nvmlDeviceGetViolationStatus(
      long device, int perfPolicyType, long violTime);

  public static native int nvmlDeviceGetClockOffsets(long device, long info);

  public static native int nvmlDeviceGetClkMonStatus(long device, long status);

  public static native int nvmlDeviceGetAutoBoostedClocksEnabled(
      long device, long isEnabled, long defaultIsEnabled);

  // temperature, fans
  public static native int nvmlDeviceGetTemperature(long device, int sensorType, long temp);

  public static native int nvmlDeviceGetTemperatureV(long device, long temperature);

  public static native int nvmlDeviceGetMarginTemperature(long device, long marginTempInfo);

  public static native int nvmlDeviceGetTemperatureThreshold(
      long device, int thresholdType, long temp);

  public static native int nvmlDeviceGetNumFans(long device, long numFans);

  public static native int nvmlDeviceGetFanSpeed_v2(long device, int fan, long speed);

  public static native int nvmlDeviceGetFanSpeedRPM(long device, long fanSpeed);

  public static native int nvmlDeviceGetTargetFanSpeed(long device, int fan, long targetSpeed);

  public static native int nvmlDeviceGetThermalSettings(
      long device, int sensorIndex, long pThermalSettings);

  // power, energy
  public static native int nvmlDeviceGetPowerUsage(long device, long power);

  public static native int nvmlDeviceGetPowerManagementMode(long device, long mode);

  public static native int nvmlDeviceGetPowerManagementLimit(long device, long limit);

  public static native int nvmlDeviceGetEnforcedPowerLimit(long device, long limit);

  public static native int nvmlDeviceGetAdaptiveTgpModeInfo_v1(long device, long info);

  public static native int nvmlDeviceGetPowerManagementDefaultLimit(long device, long defaultLimit);

  public static native int nvmlDeviceGetPowerManagementLimitConstraints(
      long device, long minLimit, long maxLimit);

  public static native int nvmlDeviceGetTotalEnergyConsumption(long device, long energy);

  public static native int nvmlDeviceGetPowerSource(long device, long powerSource);

  // PCIe
  public static native int nvmlDeviceGetPcieThroughput(long device, int counter, long value);

  public static native int nvmlDeviceGetPcieReplayCounter(long device, long value);

  public static native int nvmlDeviceGetCurrPcieLinkGeneration(long device, long currLinkGen);

  public static native int nvmlDeviceGetMaxPcieLinkGeneration(long device, long maxLinkGen);

  public static native int nvmlDeviceGetGpuMaxPcieLinkGeneration(
      long device, long maxLinkGenDevice);

  public static native int nvmlDeviceGetCurrPcieLinkWidth(long device, long currLinkWidth);

  public static native int nvmlDeviceGetMaxPcieLinkWidth(long device, long maxLinkWidth);

  public static native int nvmlDeviceGetPcieSpeed(long device, long pcieSpeed);

  public static native int nvmlDeviceGetPcieLinkMaxSpeed(long device, long maxSpeed);

  // ECC, retired pages, remapped rows
  public static native int nvmlDeviceGetEccMode(long device, long current, long pending);

  public static native int nvmlDeviceGetDefaultEccMode(long device, long defaultMode);

  public static native int nvmlDeviceGetTotalEccErrors(
      long device, int errorType, int counterType, long eccCounts);

  public static native int nvmlDeviceGetMemoryErrorCounter(
      long device, int errorType, int counterType, int locationType, long count);

  public static native int nvmlDeviceGetDetailedEccErrors(
      long device, int errorType, int counterType, long eccCounts);

  public static native int nvmlDeviceGetSramEccErrorStatus(long device, long status);

  public static native int nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(
      long device, long errorCounts);

  public static native int nvmlDeviceGetRetiredPages(
      long device, int cause, long pageCount, long addresses);

  public static native int nvmlDeviceGetRetiredPages_v2(
      long device, int cause, long pageCount, long addresses, long timestamps);

  public static native int nvmlDeviceGetRetiredPagesPendingStatus(long device, long isPending);

  public static native int nvmlDeviceGetRemappedRows(
      long device, long corrRows, long uncRows, long isPending, long failureOccurred);

  public static native int nvmlDeviceGetRemappedRows_v2(long device, long info);

  public static native int nvmlDeviceGetBankRemapperStatus_v1(
      long device, long pBankRemapperStatus);

  public static native int nvmlDeviceGetRowRemapperHistogram(long device, long values);

  // events
  public static native int nvmlEventSetCreate(long set);

  public static native int nvmlDeviceGetSupportedEventTypes(long device, long eventTypes);

  public static native int nvmlDeviceRegisterEvents(long device, long eventTypes, long set);

  public static native int nvmlEventSetWait_v2(long set, long data, int timeoutms);

  public static native int nvmlEventSetWait_v3(long set, long params);

  public static native int nvmlEventSetFree(long set);

  public static native int nvmlSystemEventSetCreate(long request);

  public static native int nvmlSystemRegisterEvents(long request);

  public static native int nvmlSystemEventSetWait(long request);

  public static native int nvmlSystemEventSetFree(long request);

  // processes, accounting
  public static native int nvmlDeviceGetComputeRunningProcesses_v3(
      long device, long infoCount, long infos);

  public static native int nvmlDeviceGetComputeRunningProcesses_v2(
      long device, long infoCount, long infos);

  public static native int nvmlDeviceGetComputeRunningProcesses(
      long device, long infoCount, long infos);

  public static native int nvmlDeviceGetGraphicsRunningProcesses_v3(
      long device, long infoCount, long infos);

  public static native int nvmlDeviceGetGraphicsRunningProcesses_v2(
      long device, long infoCount, long infos);

  public static native int nvmlDeviceGetGraphicsRunningProcesses(
      long device, long infoCount, long infos);

  public static native int nvmlDeviceGetMPSComputeRunningProcesses_v3(
      long device, long infoCount, long infos);

  public static native int nvmlDeviceGetMPSComputeRunningProcesses_v2(
      long device, long infoCount, long infos);

  public static native int nvmlDeviceGetMPSComputeRunningProcesses(
      long device, long infoCount, long infos);

  public static native int nvmlDeviceGetRunningProcessDetailList(long device, long plist);

  public static native int nvmlDeviceGetProcessUtilization(
      long device, long utilization, long processSamplesCount, long lastSeenTimeStamp);

  public static native int nvmlDeviceGetProcessesUtilizationInfo(
      long device, long procesesUtilInfo);

  public static native int nvmlDeviceGetAccountingMode(long device, long mode);

  public static native int nvmlDeviceGetAccountingBufferSize(long device, long bufferSize);

  public static native int nvmlDeviceGetAccountingPids(long device, long count, long pids);

  public static native int nvmlDeviceGetAccountingStats(long device, int pid, long stats);

  public static native int nvmlDeviceGetAccountingStats_v2(long device, long stats);

  // MIG
  public static native int nvmlDeviceGetMigMode(long device, long currentMode, long pendingMode);

  public static native int nvmlDeviceGetMaxMigDeviceCount(long device, long count);

  public static native int nvmlDeviceGetMigDeviceHandleByIndex(
      long device, int index, long migDevice);

  public static native int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(
      long migDevice, long device);

  public static native int nvmlDeviceGetGpuInstanceId(long device, long id);

  public static native int nvmlDeviceGetComputeInstanceId(long device, long id);

  public static native int nvmlDeviceGetAttributes_v2(long device, long attributes);

  public static native int nvmlDeviceGetGpuInstanceProfileInfo(long device, int profile, long info);

  public static native int nvmlDeviceGetGpuInstanceProfileInfoV(
      long device, int profile, long info);

  public static native int nvmlDeviceGetGpuInstancePossiblePlacements_v2(
      long device, int profileId, long placements, long count);

  public static native int nvmlDeviceGetGpuInstanceRemainingCapacity(
      long device, int profileId, long count);

  public static native int nvmlDeviceGetGpuInstances(
      long device, int profileId, long gpuInstances, long count);

  public static native int nvmlDeviceGetGpuInstanceById(long device, int id, long gpuInstance);

  public static native int nvmlGpuInstanceGetInfo(long gpuInstance, long info);

  public static native int nvmlGpuInstanceGetComputeInstanceProfileInfo(
      long gpuInstance, int profile, int engProfile, long info);

  public static native int nvmlGpuInstanceGetComputeInstanceProfileInfoV(
      long gpuInstance, int profile, int engProfile, long info);

  public static native int nvmlGpuInstanceGetComputeInstanceRemainingCapacity(
      long gpuInstance, int profileId, long count);

  public static native int nvmlGpuInstanceGetComputeInstancePossiblePlacements(
      long gpuInstance, int profileId, long placements, long count);

  public static native int nvmlGpuInstanceGetComputeInstances(
      long gpuInstance, int profileId, long computeInstances, long count);

  public static native int nvmlGpuInstanceGetComputeInstanceById(
      long gpuInstance, int id, long computeInstance);

  public static native int nvmlComputeInstanceGetInfo_v2(long computeInstance, long info);

  // NVLink, C2C
  public static native int nvmlDeviceGetNvLinkState(long device, int link, long isActive);

  public static native int nvmlDeviceGetNvLinkVersion(long device, int link, long version);

  public static native int nvmlDeviceGetNvLinkCapability(
      long device, int link, int capability, long capResult);

  public static native int nvmlDeviceGetNvLinkRemotePciInfo_v2(long device, int link, long pci);

  public static native int nvmlDeviceGetNvLinkRemoteDeviceType(
      long device, int link, long pNvLinkDeviceType);

  public static native int nvmlDeviceGetNvLinkErrorCounter(
      long device, int link, int counter, long counterValue);

  public static native int nvmlDeviceGetNvLinkUtilizationCounter(
      long device, int link, int counter, long rxcounter, long txcounter);

  public static native int nvmlDeviceGetNvLinkInfo(long device, long info);

  public static native int nvmlDeviceGetNvlinkBwMode(long device, long getBwMode);

  public static native int nvmlDeviceGetNvlinkSupportedBwModes(long device, long supportedBwMode);

  public static native int nvmlSystemGetNvlinkBwMode(long nvlinkBwMode);

  public static native int nvmlDeviceGetC2cModeInfoV(long device, long c2cModeInfo);

  // topology, affinity
  public static native int nvmlDeviceGetTopologyCommonAncestor(
      long device1, long device2, long pathInfo);

  public static native int nvmlDeviceGetTopologyNearestGpus(
      long device, int level, long count, long deviceArray);

  public static native int nvmlSystemGetTopologyGpuSet(int cpuNumber, long count, long deviceArray);

  public static native int nvmlDeviceGetP2PStatus(
      long device1, long device2, int p2pIndex, long p2pStatus);

  public static native int nvmlDeviceOnSameBoard(long device1, long device2, long onSameBoard);

  public static native int nvmlDeviceGetCpuAffinity(long device, int cpuSetSize, long cpuSet);

  public static native int nvmlDeviceGetCpuAffinityWithinScope(
      long device, int cpuSetSize, long cpuSet, int scope);

  public static native int nvmlDeviceGetMemoryAffinity(
      long device, int nodeSetSize, long nodeSet, int scope);

  public static native int nvmlDeviceGetNumaNodeId(long device, long node);

  // fabric
  public static native int nvmlDeviceGetGpuFabricInfo(long device, long gpuFabricInfo);

  public static native int nvmlDeviceGetGpuFabricInfo_v4(long device, long gpuFabricInfo);

  public static native int nvmlDeviceGetGpuFabricInfoV(long device, long gpuFabricInfo);

  // GPM
  public static native int nvmlGpmQueryDeviceSupport(long device, long gpmSupport);

  public static native int nvmlGpmSampleAlloc(long gpmSample);

  public static native int nvmlGpmSampleFree(long gpmSample);

  public static native int nvmlGpmSampleGet(long device, long gpmSample);

  public static native int nvmlGpmMigSampleGet(long device, int gpuInstanceId, long gpmSample);

  public static native int nvmlGpmMetricsGet(long metricsGet);

  public static native int nvmlGpmQueryIfStreamingEnabled(long device, long state);

  // field values
  public static native int nvmlDeviceGetFieldValues(long device, int valuesCount, long values);

  // modes and setters
  public static native int nvmlDeviceGetComputeMode(long device, long mode);

  public static native int nvmlDeviceSetComputeMode(long device, int mode);

  public static native int nvmlDeviceGetPersistenceMode(long device, long mode);

  public static native int nvmlDeviceSetPowerManagementLimit(long device, int limit);

  public static native int nvmlDeviceGetAPIRestriction(long device, int apiType, long isRestricted);

  public static native int nvmlDeviceQueryDrainState(long pciInfo, long currentState);

  // platform, confidential computing
  public static native int nvmlDeviceGetPlatformInfo(long device, long platformInfo);

  public static native int nvmlSystemGetConfComputeState(long state);

  public static native int nvmlSystemGetConfComputeSettings(long settings);

  public static native int nvmlSystemGetConfComputeCapabilities(long capabilities);

  public static native int nvmlSystemGetConfComputeGpusReadyState(long isAcceptingWork);

  public static native int nvmlDeviceGetConfComputeMemSizeInfo(long device, long memInfo);

  public static native int nvmlDeviceGetConfComputeProtectedMemoryUsage(long device, long memory);

  public static native int nvmlDeviceGetConfComputeGpuCertificate(long device, long gpuCert);

  public static native int nvmlDeviceGetConfComputeGpuAttestationReport(
      long device, long gpuAtstReport);

  public static native int nvmlDeviceGetDramEncryptionMode(long device, long current, long pending);

  // virtual GPUs
  public static native int nvmlDeviceGetGridLicensableFeatures_v4(
      long device, long pGridLicensableFeatures);

  public static native int nvmlDeviceGetHostVgpuMode(long device, long pHostVgpuMode);

  public static native int nvmlDeviceGetActiveVgpus(
      long device, long vgpuCount, long vgpuInstances);

  public static native int nvmlVgpuInstanceGetFbUsage(int vgpuInstance, long fbUsage);

  public static native int nvmlVgpuInstanceGetType(int vgpuInstance, long vgpuTypeId);

  public static native int nvmlVgpuInstanceGetFrameRateLimit(int vgpuInstance, long frameRateLimit);

  public static native int nvmlVgpuInstanceGetVmID(
      int vgpuInstance, long vmId, int size, long vmIdType);

  public static native int nvmlVgpuInstanceGetUUID(int vgpuInstance, long uuid, int size);

  public static native int nvmlVgpuInstanceGetGpuInstanceId(int vgpuInstance, long gpuInstanceId);

  public static native int nvmlVgpuInstanceGetLicenseStatus(int vgpuInstance, long licensed);

  public static native int nvmlVgpuTypeGetName(int vgpuTypeId, long vgpuTypeName, long size);

  public static native int nvmlDeviceGetVgpuSchedulerState(long device, long pSchedulerState);

  public static native int nvmlDeviceGetVgpuSchedulerCapabilities(long device, long pCapabilities);
}
