// SPDX-License-Identifier: Apache-2.0
// Draws a dashboard with the data of a Prometheus by the components that Grafana publishes. README.md says how to use it.
import * as React from 'react';
import { createRoot } from 'react-dom/client';
import {
  FieldConfigOptionsRegistry, FieldType, ThemeContext, applyFieldOverrides, createDataFrame, createTheme, dataLinksOverrideProcessor, dateTime,
  displayNameOverrideProcessor, getFieldDisplayValues, identityOverrideProcessor, numberOverrideProcessor, standardFieldConfigEditorRegistry,
  standardTransformers, standardTransformersRegistry, stringOverrideProcessor, thresholdsOverrideProcessor, transformDataFrame,
  unitOverrideProcessor, valueMappingsOverrideProcessor,
} from '@grafana/data';
import { BarGauge, BigValue, BigValueGraphMode, GlobalStyles, PanelChrome, PortalContainer, Table, TimeSeries, VizRepeater } from '@grafana/ui';

const asked = new URLSearchParams(location.search);
const minutes = Number(asked.get('minutes') ?? 30);
const end = Math.floor(Date.now() / 1000);
const start = end - minutes * 60;
const step = Math.max(5, Math.floor(minutes / 5));
const range = { from: dateTime(start * 1000), to: dateTime(end * 1000) };
const timeRange = { ...range, raw: range };
const theme = createTheme({ colors: { mode: 'dark' } });
const [WIDTH, ROW, TOP] = [1500, 38, 60];

/** Grafana's core registers these; its packages only hold the parts. */
const TRANSFORMERS = ['mergeTransformer', 'filterFieldsByNameTransformer', 'filterFieldsTransformer', 'organizeFieldsTransformer', 'orderFieldsTransformer', 'renameFieldsTransformer'];
const OPTIONS = {
  unit: unitOverrideProcessor, min: numberOverrideProcessor, max: numberOverrideProcessor, decimals: numberOverrideProcessor,
  displayName: displayNameOverrideProcessor, noValue: stringOverrideProcessor, color: identityOverrideProcessor,
  thresholds: thresholdsOverrideProcessor, mappings: valueMappingsOverrideProcessor, links: dataLinksOverrideProcessor,
};
const CUSTOM = ['lineWidth', 'fillOpacity', 'showPoints', 'spanNulls', 'stacking', 'axisSoftMin', 'align', 'inspect', 'minWidth'];

function option(id, path, isCustom, process) {
  return { id, path, isCustom, process, name: id, shouldApply: () => true, getItemsCount: () => 0 };
}

const standard = Object.entries(OPTIONS).map(([id, process]) => option(id, id, false, process));
const registry = new FieldConfigOptionsRegistry(() => [...standard, ...CUSTOM.map((id) => option('custom.' + id, id, true, identityOverrideProcessor))]);
standardFieldConfigEditorRegistry.setInit(() => standard);
standardTransformersRegistry.setInit(() => TRANSFORMERS.map((name) => standardTransformers[name]).map((each) => ({ id: each.id, name: each.name, transformation: each })));

async function ask(path, parameters) {
  const answer = await (await fetch(`${asked.get('prometheus')}/api/v1/${path}?${new URLSearchParams(parameters)}`)).json();
  if (answer.status !== 'success') throw new Error(answer.error);
  return answer.data;
}

const substituted = (text, values) => text.replace(/\$\{(\w+)(?::\w+)?\}|\$(\w+)/g, (all, a, b) => values[a ?? b] ?? all);
const named = (format, labels) => format.replace(/\{\{ *(\w+) *\}\}/g, (all, name) => labels[name] ?? '');

async function variables(dashboard) {
  const values = { __range: `${minutes * 60}s`, __rate_interval: '30s' };
  for (const variable of dashboard.templating.list) {
    const given = asked.get('var-' + variable.name);
    if (given) values[variable.name] = given;
    else if (variable.type === 'custom') values[variable.name] = variable.current.value;
    else if (variable.type === 'query') {
      const [, selector, label] = /^label_values\((.*), *(\S+)\)$/.exec(substituted(variable.definition, values));
      const series = await ask('series', { 'match[]': selector, start, end });
      const found = [...new Set(series.map((each) => each[label]).filter(Boolean))].sort();
      values[variable.name] = variable.multi ? variable.allValue ?? found.join('|') : found[0];
    }
  }
  return values;
}

function tableFrame(query, result, field) {
  const names = [...new Set(result.flatMap((each) => Object.keys(each.metric)))].sort();
  return createDataFrame({ refId: query.refId, fields: [
    { name: 'Time', type: FieldType.time, values: result.map((each) => each.value[0] * 1000) },
    ...names.map((name) => ({ name, type: FieldType.string, values: result.map((each) => each.metric[name] ?? '') })),
    { name: field, type: FieldType.number, values: result.map((each) => Number(each.value[1])) }] });
}

/** One series, with null where a step has no sample. */
function seriesFrame(query, values, { metric, value, values: samples = [value] }) {
  const legend = named(substituted(query.legendFormat, values), metric);
  const at = new Map(samples.map(([time, each]) => [Math.round(time * 1000), Number(each)]));
  const [first, last] = [Math.min(...at.keys()), Math.max(...at.keys())];
  const times = Array.from({ length: (last - first) / (step * 1000) + 1 }, (_, i) => first + i * step * 1000);
  return createDataFrame({ refId: query.refId, name: legend, fields: [
    { name: 'Time', type: FieldType.time, config: { interval: step * 1000 }, values: times },
    { name: 'Value', type: FieldType.number, labels: metric, config: { displayNameFromDS: legend || undefined }, values: times.map((time) => at.get(time) ?? null) }] });
}

async function frames(panel, values) {
  const all = [];
  for (const query of panel.targets) {
    const expression = substituted(query.expr, values);
    const { result } = query.instant ? await ask('query', { query: expression, time: end }) : await ask('query_range', { query: expression, start, end, step });
    if (query.format !== 'table') all.push(...result.map((each) => seriesFrame(query, values, each)));
    else if (result.length) all.push(tableFrame(query, result, panel.targets.length > 1 ? `Value #${query.refId}` : 'Value'));
  }
  if (!panel.transformations) return all;
  return new Promise((done) => transformDataFrame(panel.transformations, all, { interpolate: (text) => text }).subscribe(done));
}

async function marks(dashboard, values) {
  const found = await Promise.all(dashboard.annotations.list.map(async (each) => {
    const { result } = await ask('query_range', { query: substituted(each.expr, values), start, end, step: 60 });
    return result.map(({ metric }) => `${named(each.titleFormat, metric)} on ${named(each.textFormat, metric)}`);
  }));
  return found.flat();
}

function Body({ panel, found, values, width, height }) {
  const { fieldConfig, options, type } = panel;
  const shared = { fieldConfig, theme, replaceVariables: (text) => substituted(text, values), timeZone: 'utc' };
  const data = applyFieldOverrides({ ...shared, data: found, fieldConfigRegistry: registry });
  if (type === 'stat' || type === 'bargauge') {
    const one = ({ value, ...box }) => type === 'stat'
      ? <BigValue {...box} value={value.display} theme={theme} colorMode={options.colorMode} justifyMode="auto" graphMode={BigValueGraphMode.None} />
      : <BarGauge {...box} value={value.display} field={value.field} theme={theme} orientation={options.orientation} displayMode={options.displayMode} text={options.text} />;
    const all = () => getFieldDisplayValues({ ...shared, data, reduceOptions: options.reduceOptions });
    return <VizRepeater getValues={all} renderValue={one} source={data} width={width} height={height} orientation={options.orientation ?? 'auto'} renderCounter={0} />;
  }
  if (!data.some((frame) => frame.length)) return <div className="nothing">{fieldConfig.defaults.noValue}</div>;
  if (type === 'table') return <Table data={data[0]} width={width} height={height} />;
  if (type === 'timeseries') return <TimeSeries frames={data} timeRange={timeRange} timeZone="utc" width={width} height={height} legend={options.legend} />;
  return <div className="nothing">{type}: {data.map((frame) => frame.name).join(', ')}</div>;
}

function Panel({ panel, found, values }) {
  const { x, y, w, h } = panel.gridPos;
  const box = { position: 'absolute', left: (x * WIDTH) / 24, top: y * ROW + TOP, width: (w * WIDTH) / 24 - 8, height: h * ROW - 8 };
  if (panel.type === 'row') return <h5 style={box}>{panel.title}</h5>;
  return <div style={box}>
    <PanelChrome title={panel.title} description={panel.description} width={box.width} height={box.height}>
      {(width, height) => <Body {...{ panel, found, values, width, height }} />}
    </PanelChrome>
  </div>;
}

async function draw() {
  const dashboard = await (await fetch(`../${asked.get('dashboard')}.json`)).json();
  const values = await variables(dashboard);
  const seen = await marks(dashboard, values);
  const panels = await Promise.all(dashboard.panels.map(async (panel) => ({ panel, values, found: panel.targets && (await frames(panel, values)) })));
  const height = Math.max(...panels.map(({ panel: { gridPos } }) => (gridPos.y + gridPos.h) * ROW)) + TOP;
  createRoot(document.getElementById('root')).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles /><PortalContainer />
      <div style={{ position: 'relative', width: WIDTH, height }}>
        <h3>{dashboard.title} <small>{seen.join(', ')}</small></h3>
        {panels.map((each) => <Panel key={each.panel.id} {...each} />)}
      </div>
    </ThemeContext.Provider>);
}

draw().catch((failure) => { document.getElementById('root').textContent = String(failure); });
