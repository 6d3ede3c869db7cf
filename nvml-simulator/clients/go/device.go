// SPDX-License-Identifier: Apache-2.0
package main

import (
	"encoding/hex"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

const (
	maxLinks = 18
	// The wrapper takes a number of CPUs (nodes) but divides it by 8: these give 16 and 4 words, as the other client asks for.
	affinityCPUs  = 128
	affinityNodes = 32
)

func gpu(index int) object {
	device, ret := nvml.DeviceGetHandleByIndex(index)
	if ret != nvml.SUCCESS {
		return object{{"index", index}, {"handle", failure(ret)}}
	}
	out := object{{"index", index}}
	out = append(out, identity(device)...)
	out = append(out, readings(device)...)
	out = append(out, health(device)...)
	return append(out,
		entry{"fields", fields(device)},
		entry{"nvlinks", nvlinks(device)},
		entry{"fabric", fabric(device)},
		entry{"migMode", migMode(device)},
		entry{"mig", migDevices(device)},
		entry{"processes", processes(device)},
		entry{"processUtilization", processUtilization(device)},
	)
}

func identity(device nvml.Device) object {
	major, minor, capability := device.GetCudaComputeCapability()
	pci, pciReturn := device.GetPciInfo()
	return object{
		{"name", reading(device.GetName())},
		{"brand", reading(device.GetBrand())},
		{"architecture", reading(device.GetArchitecture())},
		{"computeCapability", pair("major", "minor", major, minor, capability)},
		{"uuid", reading(device.GetUUID())},
		{"serial", reading(device.GetSerial())},
		{"busId", reading(cString(pci.BusId[:]), pciReturn)},
		{"pciDeviceId", reading(pci.PciDeviceId, pciReturn)},
		{"minor", reading(device.GetMinorNumber())},
		{"moduleId", reading(device.GetModuleId())},
		{"boardPartNumber", reading(device.GetBoardPartNumber())},
		{"vbios", reading(device.GetVbiosVersion())},
		{"cpuAffinity", reading(device.GetCpuAffinity(affinityCPUs))},
		{"memoryAffinity", reading(device.GetMemoryAffinity(affinityNodes, nvml.AFFINITY_SCOPE_NODE))},
		{"numaNode", reading(device.GetNumaNodeId())},
		{"computeMode", reading(device.GetComputeMode())},
		{"persistence", reading(device.GetPersistenceMode())},
	}
}

func readings(device nvml.Device) object {
	bar1, bar1Return := device.GetBAR1MemoryInfo()
	utilization, utilizationReturn := device.GetUtilizationRates()
	encoder, _, encoderReturn := device.GetEncoderUtilization()
	decoder, _, decoderReturn := device.GetDecoderUtilization()
	lowest, highest, limits := device.GetPowerManagementLimitConstraints()
	return object{
		{"memory", memory(device)},
		{"bar1", members(bar1, bar1Return, func(m nvml.BAR1Memory) object { return object{{"total", m.Bar1Total}, {"used", m.Bar1Used}} })},
		{"utilization", members(utilization, utilizationReturn, func(u nvml.Utilization) object { return object{{"gpu", u.Gpu}, {"memory", u.Memory}} })},
		{"encoder", reading(encoder, encoderReturn)},
		{"decoder", reading(decoder, decoderReturn)},
		{"temperature", reading(device.GetTemperature(nvml.TEMPERATURE_GPU))},
		{"fans", reading(device.GetNumFans())},
		{"power", reading(device.GetPowerUsage())},
		{"powerLimit", reading(device.GetEnforcedPowerLimit())},
		{"powerLimits", pair("min", "max", lowest, highest, limits)},
		{"energy", reading(device.GetTotalEnergyConsumption())},
		{"performanceState", reading(device.GetPerformanceState())},
		{"clockEventReasons", reading(device.GetCurrentClocksEventReasons())},
		{"clocks", clocks(device.GetClockInfo)},
		{"maxClocks", clocks(device.GetMaxClockInfo)},
		{"pcie", object{
			{"generation", reading(device.GetCurrPcieLinkGeneration())},
			{"width", reading(device.GetCurrPcieLinkWidth())},
			{"maxGeneration", reading(device.GetMaxPcieLinkGeneration())},
			{"maxWidth", reading(device.GetMaxPcieLinkWidth())},
			{"replay", reading(device.GetPcieReplayCounter())},
		}},
	}
}

func memory(device nvml.Device) any {
	info, ret := device.GetMemoryInfo_v2()
	return members(info, ret, func(m nvml.Memory_v2) object {
		return object{{"total", m.Total}, {"used", m.Used}, {"free", m.Free}, {"reserved", m.Reserved}}
	})
}

func clocks(read func(nvml.ClockType) (uint32, nvml.Return)) object {
	return object{
		{"graphics", reading(read(nvml.CLOCK_GRAPHICS))},
		{"sm", reading(read(nvml.CLOCK_SM))},
		{"memory", reading(read(nvml.CLOCK_MEM))},
		{"video", reading(read(nvml.CLOCK_VIDEO))},
	}
}

func health(device nvml.Device) object {
	current, pending, eccReturn := device.GetEccMode()
	correctable, uncorrectable, remapPending, remapFailed, remapReturn := device.GetRemappedRows()
	var remapped any = failure(remapReturn)
	if remapReturn == nvml.SUCCESS {
		remapped = object{
			{"correctable", correctable}, {"uncorrectable", uncorrectable}, {"pending", number(remapPending)}, {"failure", number(remapFailed)},
		}
	}
	return object{
		{"eccMode", pair("current", "pending", current, pending, eccReturn)},
		{"ecc", object{
			{"volatileCorrected", reading(device.GetTotalEccErrors(nvml.MEMORY_ERROR_TYPE_CORRECTED, nvml.VOLATILE_ECC))},
			{"aggregateCorrected", reading(device.GetTotalEccErrors(nvml.MEMORY_ERROR_TYPE_CORRECTED, nvml.AGGREGATE_ECC))},
			{"volatileUncorrected", reading(device.GetTotalEccErrors(nvml.MEMORY_ERROR_TYPE_UNCORRECTED, nvml.VOLATILE_ECC))},
			{"aggregateUncorrected", reading(device.GetTotalEccErrors(nvml.MEMORY_ERROR_TYPE_UNCORRECTED, nvml.AGGREGATE_ECC))},
		}},
		{"remappedRows", remapped},
		{"retiredPages", object{
			{"singleBit", retiredPages(device, nvml.PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS)},
			{"doubleBit", retiredPages(device, nvml.PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR)},
			{"pending", reading(device.GetRetiredPagesPendingStatus())},
		}},
	}
}

func retiredPages(device nvml.Device, cause nvml.PageRetirementCause) any {
	pages, ret := device.GetRetiredPages(cause)
	return reading(len(pages), ret)
}

// fabric reads the newest struct the driver knows: version 3 came with driver 580, and older ones refuse it.
func fabric(device nvml.Device) any {
	newest, ret := device.GetGpuFabricInfoV().V3()
	if ret == nvml.ERROR_ARGUMENT_VERSION_MISMATCH {
		older, ret := device.GetGpuFabricInfoV().V2()
		return members(older, ret, func(f nvml.GpuFabricInfo_v2) object {
			return fabricInfo(f.State, f.Status, f.ClusterUuid, f.CliqueId, f.HealthMask, nil)
		})
	}
	return members(newest, ret, func(f nvml.GpuFabricInfo_v3) object {
		return fabricInfo(f.State, f.Status, f.ClusterUuid, f.CliqueId, f.HealthMask, f.HealthSummary)
	})
}

func fabricInfo(state uint8, status uint32, cluster [16]uint8, clique, healthMask uint32, healthSummary any) object {
	return object{
		{"state", state}, {"status", status}, {"clusterUuid", hex.EncodeToString(cluster[:])}, {"cliqueId", clique},
		{"healthMask", healthMask}, {"healthSummary", healthSummary},
	}
}

func migMode(device nvml.Device) any {
	current, pending, ret := device.GetMigMode()
	return pair("current", "pending", current, pending, ret)
}

func migDevices(device nvml.Device) any {
	count, ret := device.GetMaxMigDeviceCount()
	if ret != nvml.SUCCESS {
		return failure(ret)
	}
	found := []object{}
	for index := 0; index < count; index++ {
		if mig, ret := device.GetMigDeviceHandleByIndex(index); ret == nvml.SUCCESS {
			found = append(found, migDevice(mig))
		}
	}
	return found
}

func migDevice(device nvml.Device) object {
	attributes, ret := device.GetAttributes()
	return object{
		{"uuid", reading(device.GetUUID())},
		{"name", reading(device.GetName())},
		{"gpuInstance", reading(device.GetGpuInstanceId())},
		{"computeInstance", reading(device.GetComputeInstanceId())},
		{"attributes", members(attributes, ret, func(a nvml.DeviceAttributes) object {
			return object{
				{"multiprocessors", a.MultiprocessorCount}, {"copyEngines", a.SharedCopyEngineCount}, {"decoders", a.SharedDecoderCount},
				{"encoders", a.SharedEncoderCount}, {"jpeg", a.SharedJpegCount}, {"ofa", a.SharedOfaCount}, {"gpuSlices", a.GpuInstanceSliceCount},
				{"computeSlices", a.ComputeInstanceSliceCount}, {"memoryMiB", a.MemorySizeMB},
			}
		})},
		{"memory", memory(device)},
		{"processes", processes(device)},
	}
}
