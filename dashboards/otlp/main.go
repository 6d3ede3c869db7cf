// SPDX-License-Identifier: Apache-2.0
// Otlp receives metrics with the OpenTelemetry Collector's own OTLP receiver, over HTTP, for the tests of the export.
//
// It listens until its input ends. Stdout is a JSON object a line: first where it listens, then each request as the receiver understood it.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
)

type request struct {
	Authorization []string          `json:"authorization"`
	Resource      map[string]string `json:"resource"`
	Scope         string            `json:"scope"`
	Metrics       []metric          `json:"metrics"`
}

type metric struct {
	Name        string  `json:"name"`
	Description string  `json:"description"`
	Unit        string  `json:"unit"`
	Kind        string  `json:"kind"`
	Points      []point `json:"points"`
}

type point struct {
	Attributes map[string]string `json:"attributes"`
	Start      int64             `json:"start"`
	Time       int64             `json:"time"`
	Type       string            `json:"type"`
	Value      float64           `json:"value"`
	Count      uint64            `json:"count"`
}

func main() {
	address := flag.String("address", "127.0.0.1:0", "where to listen")
	certificate := flag.String("certificate", "", "PEM file of the server's certificate; turns TLS on")
	key := flag.String("key", "", "PEM file of its key")
	authority := flag.String("client-authority", "", "PEM file of the authority of clients; demands their certificates")
	delay := flag.Duration("delay", 0, "how long each request is held up")
	flag.Parse()
	protocol := map[string]any{"endpoint": *address, "include_metadata": true}
	if *certificate != "" {
		tls := map[string]any{"cert_file": *certificate, "key_file": *key}
		if *authority != "" {
			tls["client_ca_file"] = *authority
		}
		protocol["tls"] = tls
	}
	if err := run(protocol, *delay); err != nil {
		fmt.Fprintln(os.Stderr, "otlp:", err)
		os.Exit(1)
	}
}

func run(protocol map[string]any, delay time.Duration) error {
	var lock sync.Mutex
	out := json.NewEncoder(os.Stdout)
	sink, err := consumer.NewMetrics(func(ctx context.Context, metrics pmetric.Metrics) error {
		time.Sleep(delay)
		lock.Lock()
		defer lock.Unlock()
		return out.Encode(understood(ctx, metrics))
	})
	if err != nil {
		return err
	}
	factory := otlpreceiver.NewFactory()
	config := factory.CreateDefaultConfig()
	protocols := map[string]any{"protocols": map[string]any{"http": protocol}}
	if err := confmap.NewFromStringMap(protocols).Unmarshal(config); err != nil {
		return err
	}
	ctx := context.Background()
	receiver, err := factory.CreateMetrics(ctx, receivertest.NewNopSettings(factory.Type()), config, sink)
	if err != nil {
		return err
	}
	if err := receiver.Start(ctx, componenttest.NewNopHost()); err != nil {
		return err
	}
	if err := out.Encode(map[string]any{"listening": protocol["endpoint"]}); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
	return receiver.Shutdown(ctx)
}

func understood(ctx context.Context, metrics pmetric.Metrics) request {
	said := request{Authorization: client.FromContext(ctx).Metadata.Get("authorization")}
	for _, resource := range metrics.ResourceMetrics().All() {
		said.Resource = texts(resource.Resource().Attributes())
		for _, scope := range resource.ScopeMetrics().All() {
			said.Scope = scope.Scope().Name() + " " + scope.Scope().Version()
			for _, each := range scope.Metrics().All() {
				said.Metrics = append(said.Metrics, of(each))
			}
		}
	}
	return said
}

func of(each pmetric.Metric) metric {
	said := metric{Name: each.Name(), Description: each.Description(), Unit: each.Unit()}
	switch each.Type() {
	case pmetric.MetricTypeGauge:
		said.Kind = "gauge"
		said.Points = numbers(each.Gauge().DataPoints())
	case pmetric.MetricTypeSum:
		said.Kind = "updowncounter"
		if each.Sum().IsMonotonic() {
			said.Kind = "counter"
		}
		if each.Sum().AggregationTemporality() != pmetric.AggregationTemporalityCumulative {
			said.Kind += " not cumulative"
		}
		said.Points = numbers(each.Sum().DataPoints())
	case pmetric.MetricTypeSummary:
		said.Kind = "summary"
		for _, each := range each.Summary().DataPoints().All() {
			said.Points = append(said.Points, point{
				texts(each.Attributes()), int64(each.StartTimestamp()), int64(each.Timestamp()), "Summary", each.Sum(), each.Count()})
		}
	default:
		said.Kind = each.Type().String()
	}
	return said
}

func numbers(points pmetric.NumberDataPointSlice) []point {
	var said []point
	for _, each := range points.All() {
		value := each.DoubleValue()
		if each.ValueType() == pmetric.NumberDataPointValueTypeInt {
			value = float64(each.IntValue())
		}
		said = append(said, point{
			texts(each.Attributes()), int64(each.StartTimestamp()), int64(each.Timestamp()), each.ValueType().String(), value, 0})
	}
	return said
}

func texts(attributes pcommon.Map) map[string]string {
	said := map[string]string{}
	for name, value := range attributes.All() {
		said[name] = value.AsString()
	}
	return said
}
