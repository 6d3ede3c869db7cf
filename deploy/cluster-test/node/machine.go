// SPDX-License-Identifier: Apache-2.0
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// ownFolders are the node's below its folder, each over the machine's.
var ownFolders = map[string]string{
	"/var/lib/kubelet":        "kubelet",
	"/var/log/pods":           "pods",
	"/var/log/containers":     "containers",
	"/etc/cni/net.d":          "cni",
	"/var/lib/gpu-node-agent": "agent",
	simulatedGPUs:             "gpus",
}

// ownSettings are sysctls that the kubelet sets: files of the node lie over them, so that the machine's stay as they are.
var ownSettings = map[string]string{
	"vm/overcommit_memory":      "1",
	"vm/panic_on_oom":           "0",
	"kernel/panic":              "10",
	"kernel/panic_on_oops":      "1",
	"kernel/keys/root_maxkeys":  "1000000",
	"kernel/keys/root_maxbytes": "25000000",
}

// prepare writes the files of the node and sets up its namespaces.
func (n *node) prepare() error {
	entries, err := os.ReadDir(n.folder)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty: name a new folder", n.folder)
	}
	if err := n.writeFiles(); err != nil {
		return err
	}
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("mounts cannot be made private: %w: run it as root under unshare --mount --net --uts", err)
	}
	for target, name := range ownFolders {
		if err := n.mountOver(target, name); err != nil {
			return err
		}
	}
	if err := syscall.Mount("", "/var/lib/kubelet", "", syscall.MS_SHARED, ""); err != nil {
		return err
	}
	for setting, value := range ownSettings {
		if err := n.setting(setting, value); err != nil {
			return err
		}
	}
	if err := syscall.Sethostname([]byte(nodeName)); err != nil {
		return err
	}
	return network()
}

func (n *node) mountOver(target, name string) error {
	if err := errors.Join(os.MkdirAll(n.in(name), 0o755), os.MkdirAll(target, 0o755)); err != nil {
		return err
	}
	return mount(n.in(name), target)
}

func (n *node) setting(name, value string) error {
	file := n.in(filepath.Join("sysctl", name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(value+"\n"), 0o644)); err != nil {
		return err
	}
	return mount(file, "/proc/sys/"+name)
}

func mount(source, target string) error {
	if err := syscall.Mount(source, target, "", syscall.MS_BIND, ""); err != nil {
		return fmt.Errorf("mount %s: %w", target, err)
	}
	return nil
}

// release gives the mounts back, so that folder can be removed.
func (n *node) release() {
	text, _ := os.ReadFile("/proc/self/mounts")
	lines := strings.Split(string(text), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		fields := strings.Fields(lines[i])
		if len(fields) > 1 && strings.HasPrefix(fields[1], n.folder+"/") {
			_ = syscall.Unmount(fields[1], syscall.MNT_DETACH)
		}
	}
}

// network gives the node its addresses. A bridge takes the lowest hardware address of its ports unless it has one of its own, and
// connections pause when it changes.
func network() error {
	for _, line := range []string{
		"link set lo up",
		"addr add " + nodeAddress + "/32 dev lo",
		"addr add " + serviceAddress + "/32 dev lo",
		"link add cni0 type bridge",
		"link set cni0 address 0a:58:0a:c9:00:01 up",
		"route add default dev lo",
	} {
		if answer, err := exec.Command("ip", strings.Fields(line)...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %s: %w: %s", line, err, answer)
		}
	}
	return nil
}
