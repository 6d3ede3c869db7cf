/**
 * How the API server is reached: access, requests, lists and watches, and JSON read as it arrives.
 * Which objects are read, and what for, is in the other packages of cluster.
 */
@NullMarked
package io.gpunodeagent.agent.cluster.api;

import org.jspecify.annotations.NullMarked;
