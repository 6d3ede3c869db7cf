// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	nodeName       = "cluster-test"
	nodeAddress    = "10.200.0.1"
	serviceAddress = "10.96.0.1" // of the service "kubernetes", which the API server listens on itself: there is no kube-proxy
	podNetwork     = "10.201.0.0/24"
	startPatience  = 2 * time.Minute
)

// node is a cluster of one node below folder.
type node struct {
	folder   string
	self     string // this program
	programs string // the folder of containerd and the CNI plugins
	gpus     string // the folder of the simulated NVML library
	children []*child
	stopping atomic.Bool
}

// runNode returns when standard input or a signal ends it, or when a part cannot go on.
func runNode(folder, gpus string, images []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	folder, err = filepath.Abs(folder)
	if err != nil {
		return err
	}
	gpus, err = filepath.Abs(gpus)
	if err != nil {
		return err
	}
	n := &node{folder: folder, self: self, programs: filepath.Dir(self), gpus: gpus}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	if err := n.prepare(); err != nil {
		return err
	}
	defer n.stop()
	if err := n.start(ctx, images); err != nil {
		return err
	}
	fmt.Println("ready")
	<-ctx.Done()
	return nil
}

// start runs the parts in the order in which they need each other.
func (n *node) start(ctx context.Context, images []string) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	n.run("containerd", filepath.Join(n.programs, "containerd"), "--config", n.in("containerd.toml"))
	n.runSelf("etcd", "--data-dir", n.in("etcd"), "--listen-client-urls", "http://127.0.0.1:2379",
		"--advertise-client-urls", "http://127.0.0.1:2379", "--listen-peer-urls", "http://127.0.0.1:2380",
		"--initial-advertise-peer-urls", "http://127.0.0.1:2380", "--initial-cluster", "default=http://127.0.0.1:2380",
		"--unsafe-no-fsync", "--log-level", "error")
	n.runSelf("kube-apiserver", "--etcd-servers", "http://127.0.0.1:2379", "--bind-address", "0.0.0.0",
		"--advertise-address", nodeAddress, "--secure-port", "443", "--service-cluster-ip-range", "10.96.0.0/16",
		"--client-ca-file", n.in("pki/ca.crt"),
		"--tls-cert-file", n.in("pki/server.crt"), "--tls-private-key-file", n.in("pki/server.key"),
		"--service-account-issuer", "https://kubernetes.default.svc", "--service-account-key-file", n.in("pki/service-account.pub"),
		"--service-account-signing-key-file", n.in("pki/service-account.key"), "--token-auth-file", n.in("tokens.csv"),
		"--authorization-mode", "Node,RBAC", "--enable-admission-plugins", "NodeRestriction", "--allow-privileged")
	for _, image := range images {
		if err := n.importImage(ctx, image); err != nil {
			return err
		}
	}
	if err := n.await(ctx, "the API server", "get", "--raw", "/readyz"); err != nil {
		return err
	}
	n.runSelf("kube-controller-manager", "--kubeconfig", n.in("controllers.kubeconfig"), "--leader-elect=false",
		"--root-ca-file", n.in("pki/ca.crt"), "--service-account-private-key-file", n.in("pki/service-account.key"),
		"--use-service-account-credentials", "--bind-address", "127.0.0.1")
	n.runSelf("kube-scheduler", "--kubeconfig", n.in("scheduler.kubeconfig"), "--leader-elect=false", "--bind-address", "127.0.0.1")
	n.runSelf("kubelet", "--config", n.in("kubelet.yaml"), "--kubeconfig", n.in("kubelet.kubeconfig"),
		"--hostname-override", nodeName, "--node-ip", nodeAddress)
	if err := n.await(ctx, "the node", "wait", "--for=condition=Ready", "node/"+nodeName, "--timeout=1s"); err != nil {
		return err
	}
	return n.await(ctx, "the default service account", "get", "serviceaccount", "default")
}

// importImage waits for containerd.
func (n *node) importImage(ctx context.Context, archive string) error {
	ctr := []string{"--address", n.in("containerd-run/containerd.sock"), "--namespace", "k8s.io"}
	if err := n.until(ctx, "containerd", filepath.Join(n.programs, "ctr"), append(ctr, "version")...); err != nil {
		return err
	}
	answer, err := exec.CommandContext(ctx, filepath.Join(n.programs, "ctr"), append(ctr, "images", "import", archive)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s cannot be imported: %w: %s", archive, err, answer)
	}
	return nil
}

// await asks kubectl until it says yes.
func (n *node) await(ctx context.Context, what string, question ...string) error {
	return n.until(ctx, what, n.self, append([]string{"kubectl", "--kubeconfig", n.in("admin.kubeconfig")}, question...)...)
}

// until runs a program until it succeeds.
func (n *node) until(ctx context.Context, what, program string, arguments ...string) error {
	for {
		answer, err := exec.CommandContext(ctx, program, arguments...).CombinedOutput()
		if err == nil {
			return nil
		}
		if failed := n.failed(); failed != "" {
			return fmt.Errorf("%s does not run: see %s", failed, n.in("logs"))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready in time: see %s: %s", what, n.in("logs"), answer)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (n *node) in(name string) string { return filepath.Join(n.folder, name) }
