// SPDX-License-Identifier: Apache-2.0
package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// simulatedGPUs is where pods and the machine's processes find the scenario; a folder of the node lies there.
const simulatedGPUs = "/run/simulated-gpus"

// runRuntime stands in for NVIDIA's container runtime: a container that asks for GPUs gets the simulated library where NVIDIA's toolkit
// puts the real one, and runc does the rest. The arguments are runc's, after the folder of the simulated library.
func runRuntime(library string, arguments []string) error {
	runc := "/usr/sbin/runc"
	if bundle := creating(arguments); bundle != "" {
		if err := addGPUs(filepath.Join(bundle, "config.json"), library); err != nil {
			return err
		}
	}
	return syscall.Exec(runc, append([]string{runc}, arguments...), os.Environ())
}

// creating is the bundle of a container that is to be made; empty for any other command.
func creating(arguments []string) string {
	create, bundle := false, ""
	for i, argument := range arguments {
		switch argument {
		case "create":
			create = true
		case "--bundle", "-b":
			if i+1 < len(arguments) {
				bundle = arguments[i+1]
			}
		}
	}
	if !create {
		return ""
	}
	return bundle
}

func addGPUs(file, library string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var config map[string]any
	if err := json.Unmarshal(text, &config); err != nil {
		return err
	}
	process, _ := config["process"].(map[string]any)
	environment, _ := process["env"].([]any)
	if !asks(environment) {
		return nil
	}
	process["env"] = append(environment, "NVML_SIMULATOR_SCENARIO="+simulatedGPUs+"/scenario.yaml")
	triplet := map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH] + "-linux-gnu"
	mounts, _ := config["mounts"].([]any)
	for source, target := range map[string]string{
		filepath.Join(library, "libnvidia-ml.so.1"): "/usr/lib/" + triplet + "/libnvidia-ml.so.1",
		filepath.Join(library, "catalogue"):         "/usr/lib/" + triplet + "/catalogue",
		simulatedGPUs:                               simulatedGPUs,
	} {
		mounts = append(mounts, map[string]any{
			"source": source, "destination": target, "type": "bind", "options": []string{"bind", "ro", "nosuid", "nodev"},
		})
	}
	config["mounts"] = mounts
	text, err = json.Marshal(config)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}

// asks is whether the environment of a container names GPUs.
func asks(environment []any) bool {
	for _, entry := range environment {
		if value, found := strings.CutPrefix(entry.(string), "NVIDIA_VISIBLE_DEVICES="); found {
			return value != "" && value != "void" && value != "none"
		}
	}
	return false
}
