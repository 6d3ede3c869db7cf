// SPDX-License-Identifier: Apache-2.0
// Command nvmldump prints everything a node agent reads from NVML as one JSON document, through the unmodified go-nvml.
//
// The Python client prints the same keys in the same order, so that a difference of the two outputs is a difference of what
// the library answered. A reading that failed is {"error": <return code>}.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

func main() {
	encoded, err := json.Marshal(document())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, encoded, "", " "); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(out.String())
}

func document() object {
	if ret := nvml.Init(); ret != nvml.SUCCESS {
		return object{{"init", int(ret)}}
	}
	count, _ := nvml.DeviceGetCount()
	gpus := make([]object, count)
	for index := range gpus {
		gpus[index] = gpu(index)
	}
	version, _ := nvml.SystemGetDriverVersion()
	library, _ := nvml.SystemGetNVMLVersion()
	cuda, _ := nvml.SystemGetCudaDriverVersion_v2()
	return object{
		{"init", 0},
		{"driver", object{{"version", version}, {"nvml", library}, {"cuda", cuda}, {"devices", count}}},
		{"gpus", gpus},
		{"topology", topology(gpus)},
	}
}

func failure(ret nvml.Return) object { return object{{"error", int(ret)}} }

// reading is the value, or the return code as {"error": code}.
func reading[T any](value T, ret nvml.Return) any {
	if ret != nvml.SUCCESS {
		return failure(ret)
	}
	return value
}

// members is an object made from a struct, or the return code.
func members[T any](value T, ret nvml.Return, convert func(T) object) any {
	if ret != nvml.SUCCESS {
		return failure(ret)
	}
	return convert(value)
}

// pair is an object of two numbers, or the return code.
func pair[T any](first, second string, a, b T, ret nvml.Return) any {
	if ret != nvml.SUCCESS {
		return failure(ret)
	}
	return object{{first, a}, {second, b}}
}

func number(flag bool) int {
	if flag {
		return 1
	}
	return 0
}

// cString is the text up to the terminating zero; C's char is signed on one platform and unsigned on another.
func cString[C int8 | uint8](characters []C) string {
	text := make([]byte, 0, len(characters))
	for _, c := range characters {
		if c == 0 {
			break
		}
		text = append(text, byte(c))
	}
	return string(text)
}
