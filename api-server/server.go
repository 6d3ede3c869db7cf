// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"fmt"
	"net"
	"path/filepath"

	"github.com/spf13/pflag"
	"gpunodeagent.io/api-server/pki"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	basecompatibility "k8s.io/component-base/compatibility"
	logsapi "k8s.io/component-base/logs/api/v1"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

type server struct {
	options *options.ServerRunOptions
	// ready lacks the version until the server runs.
	ready ready
}

// newServer prepares everything kube-apiserver reads from files, and its flags.
func newServer(dir string, users users, etcd string, extra []string) (*server, error) {
	in := func(name string) string { return filepath.Join(dir, name) }
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	admin := admin()
	if err := firstOf(
		pki.Write(dir, net.IPv4(127, 0, 0, 1)),
		append(users, admin).write(in("tokens.csv"))); err != nil {
		return nil, err
	}

	s := options.NewServerRunOptions()
	flags := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	for _, set := range s.Flags().FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse(append([]string{
		"--etcd-servers=" + etcd,
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		"--endpoint-reconciler-type=none",
		"--service-cluster-ip-range=10.0.0.0/24",
		"--tls-cert-file=" + in("server.crt"),
		"--tls-private-key-file=" + in("server.key"),
		"--client-ca-file=" + in("ca.crt"),
		"--token-auth-file=" + in("tokens.csv"),
		"--authorization-mode=Node,RBAC",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-signing-key-file=" + in("service-account.key"),
		"--service-account-key-file=" + in("service-account.pub"),
		"--runtime-config=resource.k8s.io/v1beta1=true,resource.k8s.io/v1beta2=true",
		"--allow-privileged=true",
		"--profiling=false",
	}, extra...)); err != nil {
		return nil, err
	}
	s.SecureServing.Listener = listener
	s.SecureServing.BindPort = listener.Addr().(*net.TCPAddr).Port
	return &server{s, ready{
		URL:         "https://" + listener.Addr().String(),
		CA:          in("ca.crt"),
		Certificate: in("server.crt"),
		Key:         in("server.key"),
		Token:       admin.token,
		Kubeconfig:  in("admin.kubeconfig"),
	}}, nil
}

// run serves until it fails.
func (s *server) run(ctx context.Context) error {
	registry := s.options.GenericServerRunOptions.ComponentGlobalsRegistry
	if err := registry.Set(); err != nil {
		return err
	}
	gates := registry.FeatureGateFor(basecompatibility.DefaultKubeComponent)
	if err := logsapi.ValidateAndApply(s.options.Logs, gates); err != nil {
		return err
	}
	completed, err := s.options.Complete(ctx)
	if err != nil {
		return err
	}
	if errs := completed.Validate(); len(errs) != 0 {
		return utilerrors.NewAggregate(errs)
	}
	return fmt.Errorf("kube-apiserver ended: %w", app.Run(ctx, completed))
}
