// SPDX-License-Identifier: Apache-2.0
// Grafana's table imports the default of a CommonJS module, which esbuild takes for the whole module.
export { Scrollbars as default } from './node_modules/react-custom-scrollbars-2/lib/index.js';
