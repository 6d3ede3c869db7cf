/** How answers are written: tables and JSON. Nothing here reads NVML, a file or a server. */
@NullMarked
package io.gpunodeagent.agent.cli.view;

import org.jspecify.annotations.NullMarked;
