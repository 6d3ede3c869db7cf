// SPDX-License-Identifier: Apache-2.0
// Package pki makes the keys and certificates of an API server for tests.
package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Write makes the files that a kube-apiserver and its clients read: ca.crt of a certificate authority, server.crt and server.key of a
// server at these addresses and at localhost, and service-account.key and service-account.pub, which sign and check tokens.
func Write(folder string, addresses ...net.IP) error {
	in := func(name string) string { return filepath.Join(folder, name) }
	authorityKey, err := newKey()
	if err != nil {
		return err
	}
	authority := template("test authority")
	authority.IsCA = true
	authority.KeyUsage = x509.KeyUsageCertSign
	key, err := newKey()
	if err != nil {
		return err
	}
	accounts, err := newKey()
	if err != nil {
		return err
	}
	server := template("kube-apiserver")
	server.KeyUsage = x509.KeyUsageDigitalSignature
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	server.IPAddresses = addresses
	server.DNSNames = []string{"localhost", "kubernetes.default.svc"}
	return errors.Join(
		writeCertificate(in("ca.crt"), authority, authority, authorityKey, authorityKey),
		writeCertificate(in("server.crt"), server, authority, key, authorityKey),
		writeKey(in("server.key"), key),
		writeKey(in("service-account.key"), accounts),
		writePublicKey(in("service-account.pub"), accounts))
}

func newKey() (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

func template(name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber:          big.NewInt(now.UnixNano()),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(30 * 24 * time.Hour),
		BasicConstraintsValid: true,
	}
}

func writeCertificate(file string, certificate, issuer *x509.Certificate, key, issuerKey *ecdsa.PrivateKey) error {
	der, err := x509.CreateCertificate(rand.Reader, certificate, issuer, key.Public(), issuerKey)
	if err != nil {
		return err
	}
	return writePEM(file, "CERTIFICATE", der)
}

func writeKey(file string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(file, "PRIVATE KEY", der)
}

func writePublicKey(file string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	return writePEM(file, "PUBLIC KEY", der)
}

func writePEM(file, kind string, der []byte) error {
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}
