// SPDX-License-Identifier: Apache-2.0
package main

import (
	"fmt"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

var levels = map[nvml.GpuTopologyLevel]string{
	nvml.TOPOLOGY_INTERNAL: "-", nvml.TOPOLOGY_SINGLE: "PIX", nvml.TOPOLOGY_MULTIPLE: "PXB",
	nvml.TOPOLOGY_HOSTBRIDGE: "PHB", nvml.TOPOLOGY_NODE: "NODE", nvml.TOPOLOGY_SYSTEM: "SYS",
}

func nvlinks(device nvml.Device) []object {
	links := make([]object, maxLinks)
	for link := range links {
		links[link] = nvlink(device, link)
	}
	return links
}

func nvlink(device nvml.Device, link int) object {
	state, ret := device.GetNvLinkState(link)
	if ret != nvml.SUCCESS {
		return object{{"state", failure(ret)}}
	}
	remote, remoteReturn := device.GetNvLinkRemotePciInfo(link)
	return object{
		{"state", int(state)},
		{"version", reading(device.GetNvLinkVersion(link))},
		{"remoteType", reading(device.GetNvLinkRemoteDeviceType(link))},
		{"remoteBusId", reading(cString(remote.BusId[:]), remoteReturn)},
		{"replayErrors", reading(device.GetNvLinkErrorCounter(link, nvml.NVLINK_ERROR_DL_REPLAY))},
		{"recoveryErrors", reading(device.GetNvLinkErrorCounter(link, nvml.NVLINK_ERROR_DL_RECOVERY))},
		{"crcFlitErrors", reading(device.GetNvLinkErrorCounter(link, nvml.NVLINK_ERROR_DL_CRC_FLIT))},
	}
}

func topology(gpus []object) [][]string {
	rows := make([][]string, len(gpus))
	for i := range gpus {
		rows[i] = make([]string, len(gpus))
		for j := range gpus {
			rows[i][j] = cell(gpus, i, j)
		}
	}
	return rows
}

// cell is the cell of `nvidia-smi topo -m`: NVLinks count, else the PCIe level.
func cell(gpus []object, i, j int) string {
	if i == j {
		return "X"
	}
	direct := countLinks(gpus[i], func(link object) bool { return link.get("remoteBusId") == gpus[j].get("busId") })
	if direct > 0 {
		return fmt.Sprintf("NV%d", direct)
	}
	toSwitch := func(link object) bool { return link.get("remoteType") == nvml.NVLINK_DEVICE_TYPE_SWITCH }
	switched, other := countLinks(gpus[i], toSwitch), countLinks(gpus[j], toSwitch)
	if other < switched {
		switched = other
	}
	if switched > 0 {
		return fmt.Sprintf("NV%d", switched)
	}
	first, firstReturn := nvml.DeviceGetHandleByIndex(i)
	second, secondReturn := nvml.DeviceGetHandleByIndex(j)
	if firstReturn != nvml.SUCCESS || secondReturn != nvml.SUCCESS {
		return "?"
	}
	level, ret := nvml.DeviceGetTopologyCommonAncestor(first, second)
	if ret != nvml.SUCCESS {
		return "?"
	}
	return levels[level]
}

// countLinks counts the active links that satisfy a condition.
func countLinks(gpu object, condition func(object) bool) int {
	links, _ := gpu.get("nvlinks").([]object)
	count := 0
	for _, link := range links {
		if link.get("state") == 1 && condition(link) {
			count++
		}
	}
	return count
}
