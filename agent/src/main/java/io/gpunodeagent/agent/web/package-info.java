/**
 * The HTTP server: metrics, health, the page.
 *
 * <p>Output: knows no other output; what it serves is handed to it.
 */
@NullMarked
package io.gpunodeagent.agent.web;

import org.jspecify.annotations.NullMarked;
