// SPDX-License-Identifier: Apache-2.0
// Collector scrapes one address with the OpenTelemetry Collector's own Prometheus receiver, for the tests of the exposition.
//
// Its argument is host:port/path. Stdout is a JSON object: the kind of data the receiver made of each metric, by name.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"strings"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/receiver/prometheusreceiver"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/receiver/receivertest"
)

const patience = time.Minute

func main() {
	if len(os.Args) != 2 {
		fail(errors.New("usage: collector host:port/path"))
	}
	kinds, err := scrape(os.Args[1])
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(kinds); err != nil {
		fail(err)
	}
}

// scrape answers with the metrics of the first scrape that succeeds.
func scrape(target string) (map[string]string, error) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	scraped := make(chan map[string]string, 1)
	sink, err := consumer.NewMetrics(func(_ context.Context, metrics pmetric.Metrics) error {
		if up(metrics) {
			select {
			case scraped <- kinds(metrics):
			default:
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	factory := prometheusreceiver.NewFactory()
	config := factory.CreateDefaultConfig()
	if err := confmap.NewFromStringMap(configuration(target)).Unmarshal(config); err != nil {
		return nil, err
	}
	receiver, err := factory.CreateMetrics(ctx, receivertest.NewNopSettings(factory.Type()), config, sink)
	if err != nil {
		return nil, err
	}
	if err := receiver.Start(ctx, componenttest.NewNopHost()); err != nil {
		return nil, err
	}
	defer func() { _ = receiver.Shutdown(context.Background()) }()
	select {
	case kinds := <-scraped:
		return kinds, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("nothing scraped from %s", target)
	}
}

func configuration(target string) map[string]any {
	address, path, _ := strings.Cut(target, "/")
	job := map[string]any{
		"job_name":        "agent",
		"scrape_interval": "1s",
		"scrape_timeout":  "1s",
		"metrics_path":    "/" + path,
		"static_configs":  []any{map[string]any{"targets": []any{address}}},
	}
	return map[string]any{"config": map[string]any{"scrape_configs": []any{job}}}
}

// up is whether the receiver says of itself that the scrape succeeded.
func up(metrics pmetric.Metrics) bool {
	for metric := range all(metrics) {
		if metric.Name() == "up" {
			return metric.Gauge().DataPoints().At(0).DoubleValue() == 1
		}
	}
	return false
}

func kinds(metrics pmetric.Metrics) map[string]string {
	kinds := map[string]string{}
	for metric := range all(metrics) {
		kinds[metric.Name()] = kind(metric)
	}
	return kinds
}

func all(metrics pmetric.Metrics) iter.Seq[pmetric.Metric] {
	return func(yield func(pmetric.Metric) bool) {
		for _, resource := range metrics.ResourceMetrics().All() {
			for _, scope := range resource.ScopeMetrics().All() {
				for _, metric := range scope.Metrics().All() {
					if !yield(metric) {
						return
					}
				}
			}
		}
	}
}

// kind tells a sum that only grows, which is a counter, from other sums.
func kind(metric pmetric.Metric) string {
	if metric.Type() == pmetric.MetricTypeSum && metric.Sum().IsMonotonic() {
		return "counter"
	}
	return strings.ToLower(metric.Type().String())
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "collector:", err)
	os.Exit(1)
}
