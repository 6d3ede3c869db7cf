// SPDX-License-Identifier: Apache-2.0
package main

import (
	"encoding/binary"
	"math"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

const allLinks = math.MaxUint32

// field is a field value: id, scope and the key it is printed under.
type field struct {
	id, scope uint32
	key       string
}

var wanted = []field{
	{82, 0, "memoryTemperature"},
	{83, 0, "totalEnergy"},
	{91, 0, "nvlinkCount"},
	{90, 0, "nvlinkSpeedCommon"},
	{185, 0, "powerAverage"},
	{186, 0, "powerInstant"},
	{94, 0, "pcieReplay"},
	{197, 0, "pcieTxBytes"},
	{198, 0, "pcieRxBytes"},
	{142, 0, "remappedCorrectable"},
	{143, 0, "remappedUncorrectable"},
	{144, 0, "remapPending"},
	{145, 0, "remapFailure"},
	{74, 0, "powerViolation"},
	{75, 0, "thermalViolation"},
	{193, 0, "shutdownTlimit"},
	{194, 0, "slowdownTlimit"},
	{196, 0, "gpuMaxTlimit"},
	{138, allLinks, "nvlinkDataTx"},
	{139, allLinks, "nvlinkDataRx"},
	{140, allLinks, "nvlinkRawTx"},
	{141, allLinks, "nvlinkRawRx"},
}

// fields reads all wanted values in one call.
func fields(device nvml.Device) any {
	values := make([]nvml.FieldValue, len(wanted))
	for index, f := range wanted {
		values[index].FieldId, values[index].ScopeId = f.id, f.scope
	}
	if ret := device.GetFieldValues(values); ret != nvml.SUCCESS {
		return failure(ret)
	}
	out := make(object, len(wanted))
	for index, f := range wanted {
		out[index] = entry{f.key, fieldValue(values[index])}
	}
	return out
}

func fieldValue(value nvml.FieldValue) any {
	if ret := nvml.Return(value.NvmlReturn); ret != nvml.SUCCESS {
		return failure(ret)
	}
	bits := binary.LittleEndian.Uint64(value.Value[:])
	switch nvml.ValueType(value.ValueType) {
	case nvml.VALUE_TYPE_DOUBLE:
		return math.Float64frombits(bits)
	case nvml.VALUE_TYPE_UNSIGNED_INT:
		return uint32(bits)
	case nvml.VALUE_TYPE_SIGNED_LONG_LONG:
		return int64(bits)
	case nvml.VALUE_TYPE_SIGNED_INT:
		return int32(bits)
	case nvml.VALUE_TYPE_UNSIGNED_SHORT:
		return uint16(bits)
	default:
		return bits
	}
}
