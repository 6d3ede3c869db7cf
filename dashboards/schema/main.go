// SPDX-License-Identifier: Apache-2.0
// Schema reads dashboards strictly by the types that Grafana publishes, panels and queries included:
//
//	schema DASHBOARD.json...
//
// Says each field that Grafana does not know or that is of another type, and fails then. An option of a panel that is not there is none:
// Grafana has a default for it.
package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// The types say of nearly every option that it must be there; so they do of a variable's choice, which an exported dashboard never has.
var defaulted = regexp.MustCompile(`^(panels\[\d+\]\.options|templating\.list\[\d+\]\.current)\.\S+: required field is missing from input$`)

func faults(file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		return []string{err.Error()}
	}
	var read dashboard.Dashboard
	if err = read.UnmarshalJSONStrict(text); err == nil {
		err = read.Validate()
	}
	if err == nil {
		return nil
	}
	var found []string
	for _, line := range strings.Split(err.Error(), "\n") {
		if !defaulted.MatchString(line) {
			found = append(found, file+": "+line)
		}
	}
	return found
}

func main() {
	plugins.RegisterDefaultPlugins()
	var found []string
	for _, file := range os.Args[1:] {
		found = append(found, faults(file)...)
	}
	if len(found) > 0 {
		fmt.Println(strings.Join(found, "\n"))
		os.Exit(1)
	}
}
