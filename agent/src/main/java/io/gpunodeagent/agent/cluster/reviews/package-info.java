/** Questions to the API server about rights: of a caller's token, and of the agent itself. */
@NullMarked
package io.gpunodeagent.agent.cluster.reviews;

import org.jspecify.annotations.NullMarked;
