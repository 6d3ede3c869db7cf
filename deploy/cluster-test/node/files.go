// SPDX-License-Identifier: Apache-2.0
package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"

	"gpunodeagent.io/api-server/pki"
)

// users are known to the API server by a token each.
var users = []struct{ file, name, group string }{
	{"admin", "admin", "system:masters"},
	{"kubelet", "system:node:" + nodeName, "system:nodes"},
	{"controllers", "system:kube-controller-manager", "system:masters"},
	{"scheduler", "system:kube-scheduler", ""},
}

// writeFiles writes what the parts read.
func (n *node) writeFiles() error {
	for _, name := range []string{"logs", "pki", "cni", "etcd", "manifests"} {
		if err := os.MkdirAll(n.in(name), 0o755); err != nil {
			return err
		}
	}
	if err := pki.Write(n.in("pki"), net.ParseIP("127.0.0.1"), net.ParseIP(nodeAddress), net.ParseIP(serviceAddress)); err != nil {
		return err
	}
	var tokens strings.Builder
	for _, user := range users {
		token := rand.Text()
		fmt.Fprintf(&tokens, "%s,%s,%s,%q\n", token, user.name, user.name, user.group)
		kubeconfig := fmt.Sprintf(kubeconfigText, serviceAddress, n.in("pki/ca.crt"), token)
		if err := n.write(user.file+".kubeconfig", kubeconfig); err != nil {
			return err
		}
	}
	return errors.Join(
		n.write("tokens.csv", tokens.String()),
		n.writeProgram("nvidia-container-runtime", fmt.Sprintf("#!/bin/sh\nexec %s nvidia-runtime %s \"$@\"\n", n.self, n.gpus)),
		n.write("kubelet.yaml", fmt.Sprintf(kubeletText, n.in("containerd-run/containerd.sock"), n.in("manifests"))),
		n.write("containerd.toml", n.containerd()),
		n.write("cni/10-bridge.conflist", fmt.Sprintf(cniText, podNetwork, n.in("addresses"))))
}

func (n *node) write(name, text string) error {
	return os.WriteFile(n.in(name), []byte(text), 0o600)
}

func (n *node) writeProgram(name, text string) error {
	return os.WriteFile(n.in(name), []byte(text), 0o700)
}

func (n *node) containerd() string {
	return strings.NewReplacer("FOLDER", n.folder, "PROGRAMS", n.programs).Replace(containerdText)
}

const kubeconfigText = `apiVersion: v1
kind: Config
clusters:
- name: test
  cluster: {server: "https://%s", certificate-authority: %s}
users:
- name: user
  user: {token: %s}
contexts:
- name: test
  context: {cluster: test, user: user}
current-context: test
`

// Quick to see what changes, and content with little disk. Older cgroups are let in: what is tested does not depend on them.
const kubeletText = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix://%s
staticPodPath: %s
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
localStorageCapacityIsolation: false
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
cgroupsPerQOS: true
enforceNodeAllocatable: []
evictionHard: {memory.available: "1Mi", nodefs.available: "1%%", imagefs.available: "1%%"}
nodeStatusUpdateFrequency: 2s
syncFrequency: 5s
shutdownGracePeriod: 0s
registerWithTaints: []
`

const cniText = `{"cniVersion": "1.0.0", "name": "cluster-test", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "%s"}]], "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "%s"}}]}
`

const containerdText = `version = 3
root = "FOLDER/containerd"
state = "FOLDER/containerd-run"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.blockfile", "io.containerd.snapshotter.v1.erofs", "io.containerd.nri.v1.nri"]

[grpc]
address = "FOLDER/containerd-run/containerd.sock"

[plugins."io.containerd.cri.v1.images"]
snapshotter = "overlayfs"
[plugins."io.containerd.cri.v1.images".pinned_images]
sandbox = "docker.io/cluster-test/pause:1"

[plugins."io.containerd.cri.v1.runtime"]
restrict_oom_score_adj = true
disable_apparmor = true
[plugins."io.containerd.cri.v1.runtime".cni]
bin_dirs = ["PROGRAMS"]
conf_dir = "FOLDER/cni"
[plugins."io.containerd.cri.v1.runtime".containerd]
default_runtime_name = "runc"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.nvidia]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.nvidia.options]
BinaryName = "FOLDER/nvidia-container-runtime"
`
