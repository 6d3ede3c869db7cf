// SPDX-License-Identifier: Apache-2.0
// Command kubernetes is a cluster of one node: every program of Kubernetes and etcd in one binary, and what starts them.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	"k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

const usage = `Usage: kubernetes node FOLDER GPUS [IMAGE]...
       kubernetes nvidia-runtime GPUS ARGUMENT...
       kubernetes PROGRAM ARGUMENT...

node     Runs a cluster of one node until standard input ends. Everything it writes is in FOLDER, which must be empty: admin.kubeconfig,
         logs, and what the kubelet and containerd keep. GPUS is the folder of
         the simulated NVML library, and each IMAGE an archive to import. It writes "ready" to standard output when pods can run. Run it under
         "unshare --mount --net --uts": it mounts over folders of the machine and sets its host name.
nvidia-runtime  Stands in for NVIDIA's container runtime: runc, with the library of GPUS in containers that ask for GPUs.
PROGRAM  etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubelet or kubectl, as it is known elsewhere.
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	os.Args = os.Args[1:]
	os.Exit(run(os.Args[0]))
}

func run(program string) int {
	switch {
	case program == "node" && len(os.Args) > 2:
		return exitCode(runNode(os.Args[1], os.Args[2], os.Args[3:]))
	case program == "nvidia-runtime" && len(os.Args) > 2:
		return exitCode(runRuntime(os.Args[1], os.Args[2:]))
	}
	var command *cobra.Command
	switch program {
	case "etcd":
		etcdmain.Main(os.Args)
		return 0
	case "kube-apiserver":
		command = apiserver.NewAPIServerCommand()
	case "kube-controller-manager":
		command = controllers.NewControllerManagerCommand()
	case "kube-scheduler":
		command = scheduler.NewSchedulerCommand()
	case "kubelet":
		command = kubelet.NewKubeletCommand(context.Background())
	case "kubectl":
		command = cmd.NewDefaultKubectlCommand()
	default:
		fmt.Fprint(os.Stderr, usage)
		return 2
	}
	return cli.Run(command)
}

func exitCode(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, "kubernetes:", err)
		return 1
	}
	return 0
}
