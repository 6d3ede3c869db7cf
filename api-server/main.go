// SPDX-License-Identifier: Apache-2.0
// Command api-server runs the real kube-apiserver for tests: one process, an etcd inside, loopback only, nothing left behind.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

const usage = `Usage: api-server [-user NAME=TOKEN[,GROUP]...]... [-- KUBE-APISERVER-FLAG...]

Runs kube-apiserver with an etcd of its own on a free port of 127.0.0.1 and writes one line of JSON when it is ready.
Ends when standard input does, or on SIGTERM or SIGINT; then its temporary directory is gone.

`

// ready is the line on standard output. The certificate and its key let a proxy of 127.0.0.1 pass for the server.
type ready struct {
	URL         string `json:"url"`
	CA          string `json:"ca"`
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
	Token       string `json:"token"`
	Kubeconfig  string `json:"kubeconfig"`
	Version     string `json:"version"`
}

func main() {
	var users users
	flag.Var(&users, "user", "a user besides the admin, `NAME=TOKEN[,GROUP]...`; may be repeated")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	flag.Parse()

	dir, err := os.MkdirTemp("", "api-server-")
	if err == nil {
		err = serve(dir, users, flag.Args())
		err = firstOf(err, remove(dir))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "api-server:", err)
		os.Exit(1)
	}
}

// serve returns when it is told to end, or when a part fails.
func serve(dir string, users users, extra []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()

	etcd, err := startEtcd(dir)
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	server, err := newServer(dir, users, etcd, extra)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	// It gets no signal to drain: who asks to end wants it gone, and what it stored dies with it.
	go func() { failed <- server.run(context.Background()) }()
	go func() {
		line, err := server.awaitReady(ctx)
		if err == nil {
			err = json.NewEncoder(os.Stdout).Encode(line)
		}
		if err != nil {
			failed <- err
		}
	}()
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		return err
	}
}

// remove tries again when etcd made a file meanwhile.
func remove(dir string) error {
	var err error
	for range 3 {
		if err = os.RemoveAll(dir); err == nil {
			return nil
		}
	}
	return err
}

func firstOf(errors ...error) error {
	for _, err := range errors {
		if err != nil {
			return err
		}
	}
	return nil
}
