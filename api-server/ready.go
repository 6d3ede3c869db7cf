// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// awaitReady polls /readyz, which waits for the bootstrap roles too, then writes the admin's kubeconfig.
func (s *server) awaitReady(ctx context.Context) (ready, error) {
	authority, err := os.ReadFile(s.ready.CA)
	if err != nil {
		return ready{}, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	for _, path := range []string{"/readyz", "/api/v1/namespaces/default"} {
		for {
			if _, err := s.get(ctx, client, path); err == nil {
				break
			}
			select {
			case <-ctx.Done():
				return ready{}, ctx.Err()
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	body, err := s.get(ctx, client, "/version")
	if err != nil {
		return ready{}, err
	}
	var version struct{ GitVersion string }
	if err := json.Unmarshal(body, &version); err != nil {
		return ready{}, err
	}
	answer := s.ready
	answer.Version = version.GitVersion
	kubeconfig := fmt.Sprintf(kubeconfigText, answer.URL, answer.CA, answer.Token)
	return answer, os.WriteFile(answer.Kubeconfig, []byte(kubeconfig), 0o600)
}

func (s *server) get(ctx context.Context, client *http.Client, path string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.ready.URL+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+s.ready.Token)
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", path, response.Status)
	}
	return io.ReadAll(response.Body)
}

const kubeconfigText = `apiVersion: v1
kind: Config
clusters:
- name: test
  cluster:
    server: %s
    certificate-authority: %s
users:
- name: admin
  user:
    token: %s
contexts:
- name: test
  context:
    cluster: test
    user: admin
current-context: test
`
