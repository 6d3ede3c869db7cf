// SPDX-License-Identifier: Apache-2.0
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
)

type user struct {
	name, token string
	groups      []string
}

// users collects the values of -user.
type users []user

func (u *users) String() string { return "" }

func (u *users) Set(text string) error {
	name, rest, _ := strings.Cut(text, "=")
	parts := strings.Split(rest, ",")
	if name == "" || parts[0] == "" {
		return fmt.Errorf("want NAME=TOKEN[,GROUP]...")
	}
	*u = append(*u, user{name, parts[0], parts[1:]})
	return nil
}

func admin() user {
	return user{"admin", rand.Text(), []string{"system:masters"}}
}

// write makes a file for --token-auth-file: token, name, uid, groups.
func (u users) write(file string) error {
	var text bytes.Buffer
	rows := csv.NewWriter(&text)
	for _, user := range u {
		_ = rows.Write([]string{user.token, user.name, user.name, strings.Join(user.groups, ",")})
	}
	rows.Flush()
	return os.WriteFile(file, text.Bytes(), 0o600)
}
