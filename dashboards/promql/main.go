// SPDX-License-Identifier: Apache-2.0
// Promql names the metrics of PromQL expressions, for the tests of dashboards, rules and documents.
//
// Each line of stdin is a JSON string with an expression. Each line of stdout is a JSON object with the metrics it selects,
// or with what the parser has against it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

type answer struct {
	Metrics []string `json:"metrics"`
	Error   string   `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var expression string
		if err := json.Unmarshal(lines.Bytes(), &expression); err != nil {
			fail(err)
		}
		if err := out.Encode(examine(expression)); err != nil {
			fail(err)
		}
	}
	if err := lines.Err(); err != nil {
		fail(err)
	}
}

func examine(expression string) answer {
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(expression)
	if err != nil {
		return answer{Metrics: []string{}, Error: err.Error()}
	}
	metrics := []string{}
	parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
		if selector, ok := node.(*parser.VectorSelector); ok {
			metrics = append(metrics, name(selector))
		}
		return nil
	})
	return answer{Metrics: metrics}
}

// name is empty for a selector that does not fix the metric's name.
func name(selector *parser.VectorSelector) string {
	for _, matcher := range selector.LabelMatchers {
		if matcher.Name == "__name__" && matcher.Type == labels.MatchEqual {
			return matcher.Value
		}
	}
	return ""
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "promql:", err)
	os.Exit(1)
}
