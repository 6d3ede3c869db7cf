// SPDX-License-Identifier: Apache-2.0
package main

import (
	"net/url"
	"path/filepath"

	"go.etcd.io/etcd/server/v3/embed"
)

// startEtcd runs an etcd of one member behind a socket file in dir and returns its address.
func startEtcd(dir string) (string, error) {
	client := url.URL{Scheme: "unix", Path: filepath.Join(dir, "etcd")}
	peer := url.URL{Scheme: "unix", Path: filepath.Join(dir, "etcd-peer")}

	config := embed.NewConfig()
	config.Dir = filepath.Join(dir, "data")
	config.ListenClientUrls = []url.URL{client}
	config.AdvertiseClientUrls = []url.URL{client}
	config.ListenPeerUrls = []url.URL{peer}
	config.AdvertisePeerUrls = []url.URL{peer}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.LogLevel = "error"
	// The data is not meant to outlive the process.
	config.UnsafeNoFsync = true
	// There is no other member to wait for.
	config.TickMs = 10
	config.ElectionMs = 100

	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return "", err
	}
	<-etcd.Server.ReadyNotify()
	return client.String(), nil
}
