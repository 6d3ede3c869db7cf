// SPDX-License-Identifier: Apache-2.0
package main

import (
	"math"
	"sort"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

func processes(device nvml.Device) []object {
	kinds := []struct {
		name string
		list func() ([]nvml.ProcessInfo, nvml.Return)
	}{
		{"compute", device.GetComputeRunningProcesses},
		{"graphics", device.GetGraphicsRunningProcesses},
		{"mps", device.GetMPSComputeRunningProcesses},
	}
	out := []object{}
	for _, kind := range kinds {
		listed, ret := kind.list()
		if ret != nvml.SUCCESS {
			out = append(out, object{{"kind", kind.name}, {"error", int(ret)}})
			continue
		}
		sort.Slice(listed, func(i, j int) bool { return before(listed[i], listed[j]) })
		for _, process := range listed {
			out = append(out, describe(kind.name, process))
		}
	}
	return out
}

// before orders processes by pid, then by instance: NVML promises no order.
func before(a, b nvml.ProcessInfo) bool {
	if a.Pid != b.Pid {
		return a.Pid < b.Pid
	}
	if a.GpuInstanceId != b.GpuInstanceId {
		return a.GpuInstanceId < b.GpuInstanceId
	}
	return a.ComputeInstanceId < b.ComputeInstanceId
}

func describe(kind string, process nvml.ProcessInfo) object {
	var used any
	if process.UsedGpuMemory != math.MaxUint64 {
		used = process.UsedGpuMemory
	}
	return object{
		{"kind", kind},
		{"pid", process.Pid},
		{"name", reading(nvml.SystemGetProcessName(int(process.Pid)))},
		{"memory", used},
		{"gpuInstance", process.GpuInstanceId},
		{"computeInstance", process.ComputeInstanceId},
	}
}

func processUtilization(device nvml.Device) any {
	samples, ret := device.GetProcessUtilization(0)
	if ret != nvml.SUCCESS {
		return failure(ret)
	}
	out := []object{}
	for _, sample := range samples {
		out = append(out, object{
			{"pid", sample.Pid}, {"timestamp", sample.TimeStamp}, {"sm", sample.SmUtil}, {"memory", sample.MemUtil},
			{"encoder", sample.EncUtil}, {"decoder", sample.DecUtil},
		})
	}
	return out
}
